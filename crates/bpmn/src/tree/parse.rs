//! Reads a file into a tree, and refuses what no honest file of a process holds.

use super::{Attribute, Content, DOCUMENT, Element, Encoding, Entry, NodeId, Place, Tree, place};
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;
use std::collections::HashSet;

/// How large a file may be. A file beyond them is refused before it can hurt.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Elements within each other.
    pub depth: usize,
    /// Nodes of all kinds.
    pub nodes: usize,
    /// Attributes of one element, and namespace declarations in force at one place.
    pub attributes: usize,
    /// Signs of a `name`.
    pub name: usize,
    /// Signs of an `id`.
    pub id: usize,
    /// Signs of any other attribute, and of one text.
    pub text: usize,
}

impl Default for Limits {
    /// Ten megabytes, depth 200, 400,000 nodes, 256 attributes, names of 2,000 signs: far above any drawn process.
    /// Other attributes and texts may be longer, for tools keep their pictures in them.
    fn default() -> Self {
        Limits {
            bytes: 10 * 1024 * 1024,
            depth: 200,
            nodes: 400_000,
            attributes: 256,
            name: 2_000,
            id: 500,
            text: 100_000,
        }
    }
}

impl Limits {
    /// For a file that was accepted before there were limits of names and texts: it is read as it was then.
    #[must_use]
    pub fn of_kept() -> Self {
        Limits { name: usize::MAX, id: usize::MAX, text: usize::MAX, ..Limits::default() }
    }

    /// The most signs that an attribute may have.
    fn of_attribute(&self, name: &str) -> usize {
        match name {
            "name" => self.name,
            "id" => self.id,
            _ => self.text,
        }
    }
}

/// Why a file is not read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {}, column {}: {}", place.line, place.column, fault.en())]
pub struct TreeError {
    /// What is wrong.
    pub fault: Fault,
    /// Where; line 1, column 1 for the file as a whole.
    pub place: Place,
}

/// What can be wrong with a file as XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// More bytes than the limit.
    TooLarge(usize),
    /// Elements nested beyond the limit.
    TooDeep(usize),
    /// More nodes than the limit.
    TooManyNodes(usize),
    /// More attributes or namespace declarations than the limit.
    TooManyAttributes(usize),
    /// An attribute with more signs than the limit.
    LongAttribute(String, usize),
    /// A text with more signs than the limit.
    LongText(usize),
    /// Bytes that are no UTF-8, or a UTF-16 file.
    NotUtf8,
    /// The declaration names another encoding.
    Encoding(String),
    /// A document type declaration: entities could be declared in it.
    DocumentType,
    /// A reference to an entity that XML itself does not know.
    Entity(String),
    /// A character that XML forbids.
    Character,
    /// A prefix that is not declared.
    Prefix(String),
    /// The same attribute twice on one element.
    DuplicateAttribute(String),
    /// A second root element.
    SecondRoot,
    /// Text or a reference outside the root element.
    OutsideRoot,
    /// No element at all.
    NoRoot,
    /// An element that is not closed.
    Unclosed(String),
    /// The XML declaration is not the first thing, or is not of version 1.
    Declaration,
    /// Any other breach of the grammar of XML.
    Malformed,
}

impl Fault {
    /// The fault as an English sentence.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Fault::TooLarge(limit) => format!("The file is larger than {limit} bytes."),
            Fault::TooDeep(limit) => format!("Elements are nested deeper than {limit}."),
            Fault::TooManyNodes(limit) => format!("The file has more than {limit} elements and texts."),
            Fault::TooManyAttributes(limit) => format!("An element has more than {limit} attributes."),
            Fault::LongAttribute(name, limit) => format!(
                "The attribute {name} is longer than {limit} characters. Shorten it; the full words of a step belong into its documentation."
            ),
            Fault::LongText(limit) => format!("A text is longer than {limit} characters. Shorten it."),
            Fault::NotUtf8 => "The file is not UTF-8 text. Save it as UTF-8.".to_owned(),
            Fault::Encoding(name) => format!("The file says it is {name}. Save it as UTF-8."),
            Fault::DocumentType => {
                "The file declares a document type (DOCTYPE). Remove the declaration.".to_owned()
            }
            Fault::Entity(name) => format!("The entity &{name}; is not known."),
            Fault::Character => "A control character is not allowed in XML.".to_owned(),
            Fault::Prefix(prefix) => format!("The prefix {prefix} is not declared."),
            Fault::DuplicateAttribute(name) => format!("The attribute {name} stands twice."),
            Fault::SecondRoot => "The file has more than one root element.".to_owned(),
            Fault::OutsideRoot => "There is text outside the root element.".to_owned(),
            Fault::NoRoot => "The file has no element: it is not XML.".to_owned(),
            Fault::Unclosed(name) => format!("The element {name} is not closed."),
            Fault::Declaration => {
                "The XML declaration must be the first thing and of version 1.0.".to_owned()
            }
            Fault::Malformed => "The file is not well-formed XML.".to_owned(),
        }
    }

    /// The fault as a Vietnamese sentence.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Fault::TooLarge(limit) => format!("Tệp lớn hơn {limit} byte."),
            Fault::TooDeep(limit) => format!("Các phần tử lồng nhau sâu hơn {limit} cấp."),
            Fault::TooManyNodes(limit) => format!("Tệp có hơn {limit} phần tử và đoạn chữ."),
            Fault::TooManyAttributes(limit) => format!("Một phần tử có hơn {limit} thuộc tính."),
            Fault::LongAttribute(name, limit) => format!(
                "Thuộc tính {name} dài quá {limit} ký tự. Hãy rút ngắn; lời đầy đủ của bước ghi ở phần mô tả (documentation)."
            ),
            Fault::LongText(limit) => format!("Một đoạn chữ dài quá {limit} ký tự. Hãy rút ngắn."),
            Fault::NotUtf8 => "Tệp không phải là văn bản UTF-8. Hãy lưu lại theo UTF-8.".to_owned(),
            Fault::Encoding(name) => format!("Tệp ghi bảng mã {name}. Hãy lưu lại theo UTF-8."),
            Fault::DocumentType => "Tệp có khai báo kiểu tài liệu (DOCTYPE). Hãy bỏ khai báo này.".to_owned(),
            Fault::Entity(name) => format!("Không biết thực thể &{name};."),
            Fault::Character => "Có ký tự điều khiển mà XML không cho phép.".to_owned(),
            Fault::Prefix(prefix) => format!("Tiền tố {prefix} chưa được khai báo."),
            Fault::DuplicateAttribute(name) => format!("Thuộc tính {name} được ghi hai lần."),
            Fault::SecondRoot => "Tệp có nhiều hơn một phần tử gốc.".to_owned(),
            Fault::OutsideRoot => "Có chữ nằm ngoài phần tử gốc.".to_owned(),
            Fault::NoRoot => "Tệp không có phần tử nào: đây không phải là XML.".to_owned(),
            Fault::Unclosed(name) => format!("Phần tử {name} chưa được đóng."),
            Fault::Declaration => "Khai báo XML phải đứng đầu tệp và là phiên bản 1.0.".to_owned(),
            Fault::Malformed => "Tệp không đúng cú pháp XML.".to_owned(),
        }
    }
}

/// Reads a file within the usual [`Limits`].
///
/// # Errors
/// The first [`Fault`] with its place. No input makes it panic or nest calls.
pub fn parse(bytes: &[u8]) -> Result<Tree, TreeError> {
    parse_within(bytes, Limits::default())
}

/// Reads a file within limits of the caller's choice.
///
/// # Errors
/// As [`parse`].
pub fn parse_within(bytes: &[u8], limits: Limits) -> Result<Tree, TreeError> {
    let whole_file = |fault| TreeError { fault, place: Place { line: 1, column: 1 } };
    if bytes.len() > limits.bytes.min(u32::MAX as usize - 1) {
        return Err(whole_file(Fault::TooLarge(limits.bytes)));
    }
    let (encoding, text) = decode(bytes)?;
    let text = &*text;
    if let Some((byte, _)) = text.char_indices().find(|(_, character)| is_forbidden(*character)) {
        return Err(TreeError { fault: Fault::Character, place: end_of(&text[..byte]) });
    }
    let mut parser = Parser::new(text, limits);
    parser.tree.encoding = encoding;
    match parser.run(text) {
        Ok(()) => Ok(parser.tree),
        Err(fault) => Err(TreeError { fault, place: place(text, &parser.tree.line_starts, parser.from) }),
    }
}

/// The text of the file, without its byte order mark.
fn decode(bytes: &[u8]) -> Result<(Encoding, Cow<'_, str>), TreeError> {
    if LATIN1.contains(&declared_encoding(bytes).as_str()) {
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        return Ok((Encoding::Latin1, Cow::Owned(text)));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => (Encoding::Utf8WithMark, Cow::Borrowed(rest)),
            None => (Encoding::Utf8, Cow::Borrowed(text)),
        }),
        Err(error) => {
            let good = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            Err(TreeError { fault: Fault::NotUtf8, place: end_of(good) })
        }
    }
}

const LATIN1: [&str; 3] = ["iso-8859-1", "iso8859-1", "latin1"];

/// The encoding that the declaration names, in small letters; it is ASCII whatever follows.
fn declared_encoding(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(256)];
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    let declaration =
        head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inner, _)| inner);
    let named = declaration.and_then(|inner| inner.split_once("encoding")).map(|(_, after)| after);
    let quoted = named.unwrap_or_default().split(['"', '\'']).nth(1).unwrap_or_default();
    quoted.to_ascii_lowercase()
}

fn end_of(text: &str) -> Place {
    place(text, &line_starts(text), text.len())
}

fn line_starts(text: &str) -> Vec<u32> {
    let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
    std::iter::once(0).chain(after).collect()
}

fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Letters, digits and the few marks that XML allows in a name; everything beyond ASCII is let through.
fn is_name(name: &str) -> bool {
    let begins = |first: char| first.is_ascii_alphabetic() || first == '_' || !first.is_ascii();
    let parts: Vec<&str> = name.split(':').collect();
    parts.len() <= 2
        && parts.iter().all(|part| {
            part.chars().next().is_some_and(begins)
                && part.chars().all(|next| begins(next) || next.is_ascii_digit() || "-.".contains(next))
        })
}

/// The tree so far, the open elements, and the declarations in force.
struct Parser {
    tree: Tree,
    limits: Limits,
    open: Vec<Open>,
    /// Prefix and namespace; a later entry hides an earlier one.
    bindings: Vec<(String, Option<u32>)>,
    /// The byte at which the event began that is being read.
    from: usize,
    has_root: bool,
}

struct Open {
    node: NodeId,
    bindings_before: usize,
}

impl Parser {
    fn new(text: &str, limits: Limits) -> Self {
        let mut tree = Tree::new();
        text.clone_into(&mut tree.source);
        tree.line_starts = line_starts(text);
        let xml = tree.intern("http://www.w3.org/XML/1998/namespace");
        let bindings = vec![("xml".to_owned(), Some(xml))];
        Parser { tree, limits, open: Vec::new(), bindings, from: 0, has_root: false }
    }

    fn run(&mut self, text: &str) -> Result<(), Fault> {
        let mut reader = Reader::from_str(text);
        loop {
            self.from = usize::try_from(reader.buffer_position()).unwrap_or_default();
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(_) => {
                    self.from = usize::try_from(reader.error_position()).unwrap_or_default();
                    return Err(Fault::Malformed);
                }
            };
            let to = usize::try_from(reader.buffer_position()).unwrap_or_default();
            if matches!(event, Event::Eof) {
                return self.finish();
            }
            self.event(event, to)?;
        }
    }

    fn finish(&mut self) -> Result<(), Fault> {
        if let Some(open) = self.open.last() {
            let name = self.tree.element(open.node).map(|element| element.name.clone()).unwrap_or_default();
            self.from = self.tree.entry(open.node).span.map(|(start, _)| start as usize).unwrap_or_default();
            return Err(Fault::Unclosed(name));
        }
        if self.has_root { Ok(()) } else { Err(Fault::NoRoot) }
    }

    fn event(&mut self, event: Event<'_>, to: usize) -> Result<(), Fault> {
        match event {
            Event::Start(start) => self.start(&start, to, false),
            Event::Empty(start) => self.start(&start, to, true),
            Event::End(_) => {
                let Some(open) = self.open.pop() else { return Err(Fault::Malformed) };
                self.bindings.truncate(open.bindings_before);
                let end = span(self.from, to);
                self.tree.entry_mut(open.node).end_span = Some(end);
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content(), to),
            Event::GeneralRef(reference) => {
                let resolved = resolved(&reference)?;
                self.text(&resolved, to)
            }
            Event::CData(text) => {
                if self.open.is_empty() {
                    return Err(Fault::OutsideRoot);
                }
                let text = text.xml10_content().into_owned();
                if is_longer(&text, self.limits.text) {
                    return Err(Fault::LongText(self.limits.text));
                }
                self.leaf(Content::CData(text), to).map(drop)
            }
            Event::Comment(text) => {
                self.leaf(Content::Comment(text.xml10_content().into_owned()), to).map(drop)
            }
            Event::PI(text) => {
                if text.target().eq_ignore_ascii_case("xml") {
                    return Err(Fault::Declaration);
                }
                self.leaf(Content::Instruction(text.into_inner().into_owned()), to).map(drop)
            }
            Event::Decl(declaration) => {
                if self.from != 0 || !declaration.version().is_ok_and(|version| version.starts_with("1.")) {
                    return Err(Fault::Declaration);
                }
                let encoding = declaration.encoding().and_then(Result::ok).unwrap_or_else(|| "UTF-8".into());
                let known = match self.tree.encoding {
                    Encoding::Latin1 => &LATIN1[..],
                    _ => &["utf-8", "utf8", "us-ascii", "ascii"],
                };
                if !known.contains(&encoding.to_lowercase().as_str()) {
                    return Err(Fault::Encoding(encoding.chars().take(40).collect()));
                }
                let inner = self.tree.source.get(self.from + 2..to.saturating_sub(2)).unwrap_or_default();
                let content = Content::Declaration(inner.to_owned());
                self.leaf(content, to).map(drop)
            }
            Event::DocType(_) => Err(Fault::DocumentType),
            Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, to: usize, empty: bool) -> Result<(), Fault> {
        if self.open.is_empty() && self.has_root {
            return Err(Fault::SecondRoot);
        }
        if self.open.len() >= self.limits.depth {
            return Err(Fault::TooDeep(self.limits.depth));
        }
        self.has_root = true;
        let bindings_before = self.bindings.len();
        let element = self.element(start)?;
        let node = self.leaf(Content::Element(element), to)?;
        if empty {
            self.bindings.truncate(bindings_before);
        } else {
            self.open.push(Open { node, bindings_before });
        }
        Ok(())
    }

    fn element(&mut self, start: &BytesStart<'_>) -> Result<Element, Fault> {
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Fault::Malformed)?;
            if attributes.len() >= self.limits.attributes {
                return Err(Fault::TooManyAttributes(self.limits.attributes));
            }
            let name = attribute.key.as_ref().to_owned();
            if !is_name(&name) || attribute.value.contains('<') {
                return Err(Fault::Malformed);
            }
            let value = attribute
                .normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_predefined_entity)
                .map_err(|_| Fault::Entity(first_reference(&attribute.value)))?;
            if value.chars().any(is_forbidden) {
                return Err(Fault::Character);
            }
            let most = self.limits.of_attribute(&name);
            if is_longer(&value, most) {
                return Err(Fault::LongAttribute(name.chars().take(40).collect(), most));
            }
            attributes.push(Attribute { name, value: value.into_owned(), namespace: None });
        }
        self.bind(&attributes)?;
        self.qualify(&mut attributes)?;
        let name = start.name().as_ref().to_owned();
        if !is_name(&name) {
            return Err(Fault::Malformed);
        }
        let namespace = self.namespace(name.split_once(':').map_or("", |(prefix, _)| prefix))?;
        Ok(Element { name, attributes, namespace })
    }

    fn bind(&mut self, attributes: &[Attribute]) -> Result<(), Fault> {
        for attribute in attributes {
            let prefix = match attribute.name.split_once(':') {
                None if attribute.name == "xmlns" => "",
                Some(("xmlns", prefix)) => prefix,
                _ => continue,
            };
            if self.bindings.len() >= self.limits.attributes {
                return Err(Fault::TooManyAttributes(self.limits.attributes));
            }
            let uri = &attribute.value;
            let namespace = if uri.is_empty() { None } else { Some(self.tree.intern(uri)) };
            self.bindings.push((prefix.to_owned(), namespace));
        }
        if self.tree.namespaces.len() > 4 * self.limits.attributes {
            return Err(Fault::TooManyAttributes(self.limits.attributes));
        }
        Ok(())
    }

    fn qualify(&mut self, attributes: &mut [Attribute]) -> Result<(), Fault> {
        for attribute in attributes.iter_mut() {
            if let Some((prefix, _)) = attribute.name.split_once(':')
                && prefix != "xmlns"
            {
                attribute.namespace = self.namespace(prefix)?;
            }
        }
        let mut seen = HashSet::new();
        for attribute in attributes.iter() {
            let name = if attribute.namespace.is_some() { attribute.local() } else { &attribute.name };
            if !seen.insert((attribute.namespace, name)) {
                return Err(Fault::DuplicateAttribute(attribute.name.clone()));
            }
        }
        Ok(())
    }

    fn namespace(&self, prefix: &str) -> Result<Option<u32>, Fault> {
        match self.bindings.iter().rev().find(|(known, _)| known == prefix) {
            Some((_, namespace)) => Ok(*namespace),
            None if prefix.is_empty() => Ok(None),
            None => Err(Fault::Prefix(prefix.to_owned())),
        }
    }

    /// Adds text; what references split is one text again.
    fn text(&mut self, text: &str, to: usize) -> Result<(), Fault> {
        if self.open.is_empty() && !text.trim_ascii().is_empty() {
            return Err(Fault::OutsideRoot);
        }
        let (from, most) = (self.from, self.limits.text);
        if is_longer(text, most) {
            return Err(Fault::LongText(most));
        }
        let parent = self.open.last().map_or(DOCUMENT, |open| open.node);
        if let Some(last) = self.tree.entry(parent).last {
            let entry = self.tree.entry_mut(last);
            if let (Content::Text(before), Some((start, end))) = (&mut entry.content, entry.span)
                && end as usize == from
            {
                before.push_str(text);
                if is_longer(before, most) {
                    return Err(Fault::LongText(most));
                }
                entry.span = Some(span(start as usize, to));
                return Ok(());
            }
        }
        self.leaf(Content::Text(text.to_owned()), to).map(drop)
    }

    fn leaf(&mut self, content: Content, to: usize) -> Result<NodeId, Fault> {
        if self.tree.entries.len() >= self.limits.nodes {
            return Err(Fault::TooManyNodes(self.limits.nodes));
        }
        let parent = self.open.last().map_or(DOCUMENT, |open| open.node);
        let node = self.tree.link(parent, content);
        let entry: &mut Entry = self.tree.entry_mut(node);
        entry.span = Some(span(self.from, to));
        Ok(node)
    }
}

/// Whether a text has more signs than `most`; only a long one is counted.
fn is_longer(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().nth(most).is_some()
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, Fault> {
    let name: String = reference.chars().take(40).collect();
    match reference.resolve_char_ref() {
        Ok(Some(character)) if is_forbidden(character) => Err(Fault::Character),
        Ok(Some(character)) => Ok(character.to_string()),
        Ok(None) => resolve_predefined_entity(&name).map(str::to_owned).ok_or(Fault::Entity(name)),
        Err(_) => Err(Fault::Entity(name)),
    }
}

/// The first reference of an attribute that is none of XML's own, for the message.
fn first_reference(value: &str) -> String {
    let names = value.split('&').skip(1).map(|rest| rest.split(';').next().unwrap_or_default());
    let unknown = names.clone().find(|name| resolve_predefined_entity(name).is_none());
    unknown.unwrap_or_default().chars().take(40).collect()
}

/// Offsets fit: the size limit is below four gigabytes.
fn span(from: usize, to: usize) -> (u32, u32) {
    (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(to).unwrap_or(u32::MAX))
}
