//! Templates of markup that escape the values inserted.
//!
//! **Invariant:** every text that fills a template passes its automatic escaping.

use super::package::refused;
use crate::domain::Result;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Value};

/// Templates of a format.
pub(super) struct Templates {
    environment: Environment<'static>,
    doing: &'static str,
}

impl Templates {
    /// Templates by name; `doing` names what is being written, for errors. Errors with `F404` for a
    /// template that cannot be parsed.
    pub fn new(doing: &'static str, templates: &[(&'static str, &'static str)]) -> Result<Self> {
        let failed = |error| refused(doing, error);
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .map_err(failed)?;
        environment.set_syntax(syntax);
        for (name, text) in templates {
            environment.add_template(name, text).map_err(failed)?;
        }
        Ok(Self { environment, doing })
    }

    /// A template filled in. Errors with `F404`.
    pub fn fill(&self, name: &str, values: Value) -> Result<String> {
        let template = self.environment.get_template(name);
        template
            .and_then(|template| template.render(values))
            .map_err(|error| refused(self.doing, error))
    }
}
