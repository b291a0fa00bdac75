//! Two languages from `.ftl` files: Vietnamese first, English second.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::OnceLock;

pub use fluent_bundle::FluentValue;

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// Both, Vietnamese first.
    pub const ALL: [Language; 2] = [Language::Vi, Language::En];

    /// The code for `lang` attributes and cookies.
    pub fn code(self) -> &'static str {
        match self {
            Language::Vi => "vi",
            Language::En => "en",
        }
    }

    /// The language of a code.
    pub fn of_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// The sentences of one crate or slice, the same keys in both languages.
#[derive(Debug)]
pub struct Messages {
    /// Whose they are, for messages about messages.
    pub component: &'static str,
    /// The Vietnamese file.
    pub vi: &'static str,
    /// The English file.
    pub en: &'static str,
}

/// Every set of sentences linked into the program.
#[linkme::distributed_slice]
pub static MESSAGES: [Messages];

/// Registers a pair of language files: `messages!("certificates", "../i18n/vi.ftl", "../i18n/en.ftl");`
#[macro_export]
macro_rules! messages {
    ($component:literal, $vi:literal, $en:literal) => {
        const _: () = {
            #[$crate::linkme::distributed_slice($crate::i18n::MESSAGES)]
            #[linkme(crate = $crate::linkme)]
            static FILES: $crate::i18n::Messages = $crate::i18n::Messages {
                component: $component,
                vi: include_str!($vi),
                en: include_str!($en),
            };
        };
    };
}

messages!("platform", "../../i18n/vi.ftl", "../../i18n/en.ftl");

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: Language) -> &'static Bundle {
    static BUNDLES: OnceLock<[Bundle; 2]> = OnceLock::new();
    let bundles = BUNDLES.get_or_init(|| Language::ALL.map(build));
    &bundles[language as usize]
}

/// A file with a fault gives what of it can be read; the test of the language files names the fault.
fn build(language: Language) -> Bundle {
    let locale = match language {
        Language::Vi => unic_langid::langid!("vi"),
        Language::En => unic_langid::langid!("en"),
    };
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    bundle.set_use_isolating(false);
    for set in MESSAGES {
        let text = match language {
            Language::Vi => set.vi,
            Language::En => set.en,
        };
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The sentence of `key`; the key itself where there is none, which the tests forbid.
pub fn text(language: Language, key: &str) -> String {
    text_with(language, key, &[])
}

/// The sentence of `key` with values in it.
pub fn text_with(language: Language, key: &str, values: &[(&str, &str)]) -> String {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let mut arguments = FluentArgs::new();
    for (name, value) in values {
        arguments.set(*name, *value);
    }
    bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
}

/// Whether there is a sentence for `key`.
pub fn has(language: Language, key: &str) -> bool {
    bundle(language).has_message(key)
}

/// The sentence of a refusal.
pub fn refusal(language: Language, refusal: &crate::error::Refusal) -> String {
    let values: Vec<(&str, &str)> =
        refusal.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    text_with(language, refusal.key, &values)
}
