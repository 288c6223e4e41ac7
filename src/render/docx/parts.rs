//! The package of a Word document: its parts, what they refer to, properties, settings, the footer.

use super::super::package::refused;
use super::picture::chart_id;
use super::styles::{LANGUAGE, styles};
use super::words::{FOOTER, Piece, link_id, run, styled};
use super::{DOING, lists};
use crate::briefing::Document;
use crate::domain::Result;
use ooxmlsdk::common::{SdkError, XmlNamespace};
use ooxmlsdk::namespaces::XmlKnownNamespace as Name;
use ooxmlsdk::parts::document_settings_part::DocumentSettingsPart;
use ooxmlsdk::parts::footer_part::FooterPart;
use ooxmlsdk::parts::image_part::ImagePart;
use ooxmlsdk::parts::main_document_part::MainDocumentPart;
use ooxmlsdk::parts::numbering_definitions_part::NumberingDefinitionsPart;
use ooxmlsdk::parts::style_definitions_part::StyleDefinitionsPart;
use ooxmlsdk::parts::wordprocessing_document::WordprocessingDocument;
use ooxmlsdk::schemas::opc_core_properties::{CoreProperties, Created, Creator, Language, Modified, XsiTypeValue};
use ooxmlsdk::schemas::schemas_openxmlformats_org_office_document_2006_extended_properties::Properties;
use ooxmlsdk::schemas::w;
use ooxmlsdk::sdk::WordprocessingDocumentType;
use ooxmlsdk::simple_type::TwipsMeasureValue;
use std::io::Cursor;

/// What a document is made of.
pub(super) struct Parts {
    pub text: w::Body,
    /// Charts as PNG.
    pub charts: Vec<Vec<u8>>,
    /// Addresses that the text leads to.
    pub links: Vec<String>,
    /// Numbers of the lists that count.
    pub lists: Vec<i32>,
}

/// The document as bytes. Relationships have names of ours, so that nothing depends on what was written before.
pub(super) fn package(document: &Document, parts: Parts) -> Result<Vec<u8>> {
    written(document, parts).map_err(|error| refused(DOING, error))
}

fn written(document: &Document, parts: Parts) -> std::result::Result<Vec<u8>, SdkError> {
    let mut package = WordprocessingDocument::create(WordprocessingDocumentType::Document);
    let main = package.add_new_part::<MainDocumentPart>("document")?;
    let text = w::Document { xmlns: words_and_pictures(), body: Some(parts.text.into()), ..Default::default() };
    main.set_root_element(&mut package, text)?;
    let core = package.add_core_file_properties_part()?;
    core.set_root_element(&mut package, properties(document))?;
    let about_program = package.add_extended_file_properties_part()?;
    about_program.set_root_element(&mut package, program())?;
    let part: StyleDefinitionsPart = main.add_new_part(&mut package, "styles")?;
    part.set_root_element(&mut package, styles())?;
    let part: NumberingDefinitionsPart = main.add_new_part(&mut package, "numbering")?;
    part.set_root_element(&mut package, lists::lists(&parts.lists))?;
    let part: DocumentSettingsPart = main.add_new_part(&mut package, "settings")?;
    part.set_root_element(&mut package, settings())?;
    let part: FooterPart = main.add_new_part(&mut package, FOOTER)?;
    part.set_root_element(&mut package, footer())?;
    for (number, png) in (1..).zip(parts.charts) {
        let path = format!("word/media/chart{number}.png");
        let id = chart_id(number);
        let part: ImagePart = main.add_new_part_with_content_type_and_path(&mut package, id, "image/png", path)?;
        part.set_data(&mut package, png)?;
    }
    for (number, address) in (1..).zip(parts.links) {
        main.add_hyperlink_relationship(&mut package, link_id(number), address)?;
    }
    let mut bytes = Cursor::new(Vec::new());
    package.save(&mut bytes)?;
    Ok(bytes.into_inner())
}

/// The vocabulary of most parts.
pub(super) fn words() -> Vec<XmlNamespace> {
    vec![XmlNamespace::known(Name::W)]
}

/// The vocabulary of the text, which has links and pictures as well.
fn words_and_pictures() -> Vec<XmlNamespace> {
    [Name::W, Name::R, Name::Wp, Name::A, Name::Pic].map(XmlNamespace::known).to_vec()
}

/// Title, subject, language, day.
fn properties(document: &Document) -> CoreProperties {
    let (year, month, day) = document.dated();
    let made = Some(format!("{year:04}-{month:02}-{day:02}T00:00:00Z"));
    let creator = concat!("fairshares ", env!("CARGO_PKG_VERSION")).to_owned();
    let xsi_type = Some(XsiTypeValue::DctermsW3cdtf);
    CoreProperties {
        xmlns: [Name::Cp, Name::Dc, Name::Dcterms, Name::Xsi].map(XmlNamespace::known).to_vec(),
        title: Some(document.title.clone()),
        subject: Some(document.about.clone()),
        creator: Some(Creator { xml_content: Some(creator), ..Default::default() }),
        language: Some(Language { xml_content: Some(LANGUAGE.to_owned()), ..Default::default() }),
        created: Some(Created { xsi_type, xml_content: made.clone(), ..Default::default() }),
        modified: Some(Modified { xsi_type, xml_content: made, ..Default::default() }),
        ..Default::default()
    }
}

/// What it was made with.
fn program() -> Properties {
    Properties {
        xmlns: vec![XmlNamespace::known(Name::Ap)],
        application: Some("fairshares".to_owned()),
        ..Default::default()
    }
}

/// Word 2013 and later, in British English.
fn settings() -> w::Settings {
    let mode = w::CompatibilitySetting {
        w_name: w::CompatSettingNameValues::CompatibilityMode,
        w_uri: "http://schemas.microsoft.com/office/word".to_owned(),
        w_val: "15".to_owned(),
    };
    w::Settings {
        xmlns: words(),
        default_tab_stop: Some(w::DefaultTabStop { val: TwipsMeasureValue::Twips(720) }),
        compatibility: vec![w::Compatibility { compatibility_setting: vec![mode], ..Default::default() }],
        theme_font_languages: Some(w::ThemeFontLanguages { val: Some(LANGUAGE.to_owned()), ..Default::default() }),
        decimal_symbol: Some(w::DecimalSymbol { val: ".".to_owned() }),
        list_separator: Some(w::ListSeparator { val: ",".to_owned() }),
        ..Default::default()
    }
}

/// `Page 1 of 9`.
fn footer() -> w::Footer {
    let field = |instruction: &str| {
        Piece::from(w::SimpleField {
            instruction: instruction.to_owned(),
            simple_field_choice: vec![w::SimpleFieldChoice::WRun(run("1", None).into())],
            ..Default::default()
        })
    };
    let content = vec![run("Page ", None).into(), field(" PAGE "), run(" of ", None).into(), field(" NUMPAGES ")];
    w::Footer {
        xmlns: words(),
        footer_choice: vec![w::FooterChoice::Paragraph(styled("Footer", content).into())],
        ..Default::default()
    }
}
