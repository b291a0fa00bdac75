//! An XML file kept whole: an ordered tree of everything that stands in it.
//!
//! Elements keep their prefix, their attributes in order, and the text, comments, CDATA sections,
//! processing instructions and white space between them. What nobody changed is written back byte
//! for byte; what was changed is written afresh. The tree is an arena of nodes with links, so no
//! depth of nesting can overflow the stack when it is read, walked, written or dropped.

mod parse;

pub use parse::{Fault, Limits, TreeError, parse, parse_within};

/// The place of a node in its [`Tree`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// The document node, which holds the root element and what stands around it.
pub const DOCUMENT: NodeId = NodeId(0);

/// One XML document.
#[derive(Clone, Debug)]
pub struct Tree {
    source: String,
    encoding: Encoding,
    line_starts: Vec<u32>,
    namespaces: Vec<String>,
    entries: Vec<Entry>,
}

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    /// One byte a character, as some tools still write.
    Latin1,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// The whole file.
    Document,
    /// An element with its attributes.
    Element(Element),
    /// Text between tags, with its references resolved.
    Text(String),
    /// The content of a CDATA section.
    CData(String),
    /// The content of a comment.
    Comment(String),
    /// A processing instruction, without its brackets.
    Instruction(String),
    /// The XML declaration, without its brackets.
    Declaration(String),
}

/// The name and the attributes of an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The name as written, with its prefix.
    pub name: String,
    /// Attributes in the order of the file, namespace declarations among them.
    pub attributes: Vec<Attribute>,
    namespace: Option<u32>,
}

/// One attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The name as written, with its prefix.
    pub name: String,
    /// The value with its references resolved.
    pub value: String,
    namespace: Option<u32>,
}

/// A line and a column, both counted from one; the column counts characters, beyond 10,000 bytes it counts bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

#[derive(Clone, Debug)]
struct Entry {
    content: Content,
    parent: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
    next: Option<NodeId>,
    /// Where the start tag, or the whole of a node without children, stands in the source.
    span: Option<(u32, u32)>,
    /// Where the end tag stands in the source.
    end_span: Option<(u32, u32)>,
}

impl Element {
    /// The name without its prefix.
    #[must_use]
    pub fn local(&self) -> &str {
        local(&self.name)
    }

    /// The prefix, empty where there is none.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.name.split_once(':').map_or("", |(prefix, _)| prefix)
    }
}

impl Attribute {
    /// The name without its prefix.
    #[must_use]
    pub fn local(&self) -> &str {
        local(&self.name)
    }
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

impl Default for Tree {
    fn default() -> Self {
        Tree::new()
    }
}

impl Tree {
    /// An empty document.
    #[must_use]
    pub fn new() -> Self {
        let mut tree = Tree {
            source: String::new(),
            encoding: Encoding::Utf8,
            line_starts: vec![0],
            namespaces: Vec::new(),
            entries: Vec::new(),
        };
        tree.entries.push(Entry::new(Content::Document));
        tree
    }

    /// How many nodes the document has, the document itself among them.
    #[must_use]
    pub fn size(&self) -> usize {
        self.entries.len()
    }

    /// What the node is.
    #[must_use]
    pub fn content(&self, node: NodeId) -> &Content {
        &self.entry(node).content
    }

    /// The element at the node, if it is one.
    #[must_use]
    pub fn element(&self, node: NodeId) -> Option<&Element> {
        match self.content(node) {
            Content::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The node that holds this one; none for the document.
    #[must_use]
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.entry(node).parent
    }

    /// All children in order, text and comments among them.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.entry(node).first, |child| self.entry(*child).next)
    }

    /// The children that are elements, in order.
    pub fn elements(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children(node).filter(|child| self.element(*child).is_some())
    }

    /// The root element; none in an empty document.
    #[must_use]
    pub fn root(&self) -> Option<NodeId> {
        self.elements(DOCUMENT).next()
    }

    /// The name of an element without its prefix, empty for any other node.
    #[must_use]
    pub fn local(&self, node: NodeId) -> &str {
        self.element(node).map_or("", Element::local)
    }

    /// The namespace of an element; none where it has none or the prefix is not declared.
    #[must_use]
    pub fn namespace(&self, node: NodeId) -> Option<&str> {
        self.element(node)?.namespace.map(|index| self.namespaces[index as usize].as_str())
    }

    /// Whether the node is the element of this namespace and name.
    #[must_use]
    pub fn is(&self, node: NodeId, namespace: &str, name: &str) -> bool {
        self.local(node) == name && self.namespace(node) == Some(namespace)
    }

    /// The value of an attribute without a prefix.
    #[must_use]
    pub fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        let found = self.element(node)?.attributes.iter().find(|attribute| attribute.name == name)?;
        Some(&found.value)
    }

    /// The value of an attribute of a namespace.
    #[must_use]
    pub fn attribute_of(&self, node: NodeId, namespace: &str, name: &str) -> Option<&str> {
        let found = self.element(node)?.attributes.iter().find(|attribute| {
            attribute.local() == name && self.attribute_namespace(attribute) == Some(namespace)
        })?;
        Some(&found.value)
    }

    /// The namespace of an attribute; an attribute without a prefix has none.
    #[must_use]
    pub fn attribute_namespace(&self, attribute: &Attribute) -> Option<&str> {
        attribute.namespace.map(|index| self.namespaces[index as usize].as_str())
    }

    /// The text directly within an element, CDATA among it.
    #[must_use]
    pub fn text(&self, node: NodeId) -> String {
        let mut text = String::new();
        for child in self.children(node) {
            if let Content::Text(part) | Content::CData(part) = self.content(child) {
                text.push_str(part);
            }
        }
        text
    }

    /// Where the node begins in the file it was read from; line 0 for a node added since.
    #[must_use]
    pub fn place(&self, node: NodeId) -> Place {
        match self.entries.get(node.0 as usize).and_then(|entry| entry.span) {
            Some((start, _)) => place(&self.source, &self.line_starts, start as usize),
            None => Place::default(),
        }
    }

    /// The node that follows in the order of the file, leaving `top` never: a walk without recursion.
    #[must_use]
    pub fn following(&self, node: NodeId, top: NodeId) -> Option<NodeId> {
        self.entry(node).first.or_else(|| self.after(node, top))
    }

    /// Like [`Tree::following`], but past everything within the node.
    #[must_use]
    pub fn after(&self, node: NodeId, top: NodeId) -> Option<NodeId> {
        let mut at = node;
        while at != top {
            let entry = self.entry(at);
            if entry.next.is_some() {
                return entry.next;
            }
            at = entry.parent?;
        }
        None
    }

    /// Adds a node as the last child.
    pub fn append(&mut self, parent: NodeId, content: Content) -> NodeId {
        let node = self.link(parent, content);
        if self.entry(node).span.is_none() && self.is_written_empty(parent) {
            self.entry_mut(parent).span = None;
        }
        node
    }

    /// Adds an element as the last child; its namespace is found by its prefix among the declarations above it.
    pub fn append_element(&mut self, parent: NodeId, name: &str, attributes: &[(&str, &str)]) -> NodeId {
        let attributes = attributes
            .iter()
            .map(|(name, value)| Attribute {
                name: (*name).to_owned(),
                value: (*value).to_owned(),
                namespace: None,
            })
            .collect();
        let element = Element { name: name.to_owned(), attributes, namespace: None };
        let node = self.append(parent, Content::Element(element));
        self.resolve(node);
        node
    }

    /// Sets an attribute without a prefix, in its place where it has one and else as the last.
    pub fn set_attribute(&mut self, node: NodeId, name: &str, value: &str) {
        let entry = self.entry_mut(node);
        let Content::Element(element) = &mut entry.content else { return };
        entry.span = None;
        match element.attributes.iter_mut().find(|attribute| attribute.name == name) {
            Some(attribute) => value.clone_into(&mut attribute.value),
            None => element.attributes.push(Attribute {
                name: name.to_owned(),
                value: value.to_owned(),
                namespace: None,
            }),
        }
        self.resolve(node);
    }

    /// The document as a file in the encoding it came in: unchanged parts byte for byte, changed parts afresh.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let text = self.write();
        if self.encoding != Encoding::Latin1 {
            return text.into_bytes();
        }
        let mut bytes = Vec::with_capacity(text.len());
        for character in text.chars() {
            match u8::try_from(u32::from(character)) {
                Ok(byte) => bytes.push(byte),
                // What the encoding lacks was added since, and is written as a reference.
                Err(_) => bytes.extend(format!("&#{};", u32::from(character)).bytes()),
            }
        }
        bytes
    }

    /// The document as text; for a file see [`Tree::bytes`].
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = String::with_capacity(self.source.len() + 64);
        if self.encoding == Encoding::Utf8WithMark {
            out.push('\u{feff}');
        }
        let mut at = DOCUMENT;
        loop {
            self.open(at, &mut out);
            if let Some(first) = self.entry(at).first {
                at = first;
                continue;
            }
            loop {
                self.close(at, &mut out);
                let entry = self.entry(at);
                if let Some(next) = entry.next {
                    at = next;
                    break;
                }
                match entry.parent {
                    Some(parent) => at = parent,
                    None => return out,
                }
            }
        }
    }

    fn open(&self, node: NodeId, out: &mut String) {
        let entry = self.entry(node);
        if let Some((start, end)) = entry.span {
            out.push_str(&self.source[start as usize..end as usize]);
            return;
        }
        match &entry.content {
            Content::Document => {}
            Content::Element(element) => {
                out.push('<');
                out.push_str(&element.name);
                for attribute in &element.attributes {
                    out.push(' ');
                    out.push_str(&attribute.name);
                    out.push_str("=\"");
                    escape_attribute(&attribute.value, out);
                    out.push('"');
                }
                out.push_str(if entry.first.is_some() { ">" } else { "/>" });
            }
            Content::Text(text) => escape_text(text, out),
            Content::CData(text) => {
                out.push_str("<![CDATA[");
                out.push_str(&text.replace("]]>", "]]]]><![CDATA[>"));
                out.push_str("]]>");
            }
            Content::Comment(text) => {
                out.push_str("<!--");
                out.push_str(text);
                out.push_str("-->");
            }
            Content::Instruction(text) | Content::Declaration(text) => {
                out.push_str("<?");
                out.push_str(text);
                out.push_str("?>");
            }
        }
    }

    fn close(&self, node: NodeId, out: &mut String) {
        let entry = self.entry(node);
        let Content::Element(element) = &entry.content else { return };
        match (entry.span, entry.end_span) {
            // The start tag was written afresh as an empty element.
            (None, _) if entry.first.is_none() => {}
            (_, Some((start, end))) => out.push_str(&self.source[start as usize..end as usize]),
            (Some(_), None) => {}
            (None, None) => {
                out.push_str("</");
                out.push_str(&element.name);
                out.push('>');
            }
        }
    }

    /// Finds the namespaces of an added or changed element by the declarations in force.
    fn resolve(&mut self, node: NodeId) {
        let Some(element) = self.element(node) else { return };
        let prefix = element.prefix().to_owned();
        let names: Vec<String> = element.attributes.iter().map(|attribute| attribute.name.clone()).collect();
        let namespace = self.declared(node, &prefix).map(|uri| self.intern(&uri));
        let of_attributes: Vec<Option<u32>> = names
            .iter()
            .map(|name| {
                let (prefix, _) = name.split_once(':')?;
                let uri = self.declared(node, prefix)?;
                Some(self.intern(&uri))
            })
            .collect();
        if let Content::Element(element) = &mut self.entry_mut(node).content {
            element.namespace = namespace;
            for (attribute, namespace) in element.attributes.iter_mut().zip(of_attributes) {
                attribute.namespace = namespace;
            }
        }
    }

    fn declared(&self, node: NodeId, prefix: &str) -> Option<String> {
        let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        let mut at = Some(node);
        while let Some(node) = at {
            if let Some(uri) = self.attribute(node, &name) {
                return (!uri.is_empty()).then(|| uri.to_owned());
            }
            at = self.parent(node);
        }
        None
    }

    fn intern(&mut self, uri: &str) -> u32 {
        let known = self.namespaces.iter().position(|known| known == uri);
        let index = known.unwrap_or_else(|| {
            self.namespaces.push(uri.to_owned());
            self.namespaces.len() - 1
        });
        u32::try_from(index).unwrap_or(u32::MAX)
    }

    fn link(&mut self, parent: NodeId, content: Content) -> NodeId {
        let node = NodeId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let mut entry = Entry::new(content);
        entry.parent = Some(parent);
        self.entries.push(entry);
        match self.entry(parent).last {
            Some(last) => self.entry_mut(last).next = Some(node),
            None => self.entry_mut(parent).first = Some(node),
        }
        self.entry_mut(parent).last = Some(node);
        node
    }

    /// Whether the source has the element as `<a/>`, so that it has no room for a child.
    fn is_written_empty(&self, node: NodeId) -> bool {
        let entry = self.entry(node);
        matches!(entry.content, Content::Element(_)) && entry.span.is_some() && entry.end_span.is_none()
    }

    fn entry(&self, node: NodeId) -> &Entry {
        &self.entries[node.0 as usize]
    }

    fn entry_mut(&mut self, node: NodeId) -> &mut Entry {
        &mut self.entries[node.0 as usize]
    }
}

impl Entry {
    fn new(content: Content) -> Self {
        Entry { content, parent: None, first: None, last: None, next: None, span: None, end_span: None }
    }
}

/// The line and column of a byte of the source.
fn place(source: &str, line_starts: &[u32], byte: usize) -> Place {
    let line = line_starts.partition_point(|start| *start as usize <= byte).max(1);
    let start = line_starts[line - 1] as usize;
    let before = source.get(start..byte).unwrap_or_default();
    // A file may be one line of megabytes with a thousand faults: far out in a line, bytes are counted.
    let column = if before.len() > 10_000 { before.len() } else { before.chars().count() } + 1;
    Place { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
}

fn escape_text(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            other => out.push(other),
        }
    }
}

fn escape_attribute(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            other => out.push(other),
        }
    }
}
