//! Tables of the charts and the packs that there are.

use super::Answer;
use crate::catalogue::{ChartList, PackList, PackOf};
use crate::table::{Column, Listing};

impl Answer for ChartList {
    const NAME: &'static str = "charts";

    fn table(&self) -> Listing {
        let rows = self.charts.iter().map(|chart| {
            vec![
                chart.chart.as_str().into(),
                chart.kind.as_str().into(),
                chart.title.as_str().into(),
            ]
        });
        Listing {
            caption: self.caption.clone(),
            columns: [("chart", "Chart"), ("kind", "Kind"), ("title", "Title")]
                .map(|(name, header)| Column::text(name, header))
                .to_vec(),
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }
}

impl Answer for PackList {
    const NAME: &'static str = "packs";

    fn table(&self) -> Listing {
        let of = |of: PackOf| match of {
            PackOf::Region => "a region",
            PackOf::Authority => "one authority",
        };
        let rows = self.packs.iter().map(|pack| {
            vec![pack.pack.as_str().into(), of(pack.of).into(), pack.title.as_str().into()]
        });
        Listing {
            caption: self.caption.clone(),
            columns: [("pack", "Pack"), ("of", "Of"), ("title", "Title")]
                .map(|(name, header)| Column::text(name, header))
                .to_vec(),
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }
}
