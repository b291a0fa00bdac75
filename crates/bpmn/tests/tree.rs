//! Files are kept whole, and bad ones are refused with a clear reason and place, whatever their bytes.

use bpmn::tree::{Content, DOCUMENT, Fault, Limits, Tree, parse, parse_within};
use proptest::prelude::*;
use std::path::Path;

fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

fn fault(text: &str) -> Fault {
    parse(text.as_bytes()).unwrap_err().fault
}

#[test]
fn what_nobody_changed_is_written_back_byte_for_byte() {
    for (name, bytes) in files() {
        let tree = parse(&bytes).unwrap();
        assert_eq!(tree.bytes(), bytes, "{name}");
    }
    let odd = "\u{feff}<?xml version='1.0'?>\r\n<a  b = 'x&#10;y'\t c=\"&quot;\" ><![CDATA[ ]]>&amp;t&#x1EC7;<!-- - --><?p  q?><b ></b ><c\n/></a >\n<!--end-->\n";
    assert_eq!(parse(odd.as_bytes()).unwrap().write(), odd);
}

#[test]
fn values_are_resolved_and_namespaces_found() {
    let text = "<a xmlns='urn:a' xmlns:b='urn:b' c='1&lt;2' b:d='x\ny'>Th&#7849;m &amp; định<b:e xmlns=''><f/></b:e></a>";
    let tree = parse(text.as_bytes()).unwrap();
    let root = tree.root().unwrap();
    assert!(tree.is(root, "urn:a", "a"));
    assert_eq!(tree.attribute(root, "c"), Some("1<2"));
    assert_eq!(tree.attribute_of(root, "urn:b", "d"), Some("x y"));
    assert_eq!(tree.text(root), "Thẩm & định");
    let inner = tree.elements(root).next().unwrap();
    assert!(tree.is(inner, "urn:b", "e"));
    assert_eq!(tree.namespace(tree.elements(inner).next().unwrap()), None);
}

#[test]
fn a_latin_1_file_is_read_and_written_back() {
    let bytes = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a b='\xe9'>\xfc</a>";
    let mut tree = parse(bytes).unwrap();
    let root = tree.root().unwrap();
    assert_eq!((tree.attribute(root, "b"), tree.text(root).as_str()), (Some("é"), "ü"));
    assert_eq!(tree.bytes(), bytes);
    tree.set_attribute(root, "b", "ệ");
    assert!(tree.bytes().ends_with(b"<a b=\"&#7879;\">\xfc</a>"));
    assert_eq!(parse(&tree.bytes()).unwrap().attribute(root, "b"), Some("ệ"));
}

#[test]
fn a_change_touches_only_what_was_changed() {
    let text = "<a>\n  <b  x = '1'/>\n  <c y='2' ><d/></c >\n</a>";
    let mut tree = parse(text.as_bytes()).unwrap();
    let root = tree.root().unwrap();
    let first = tree.elements(root).next().unwrap();
    tree.set_attribute(first, "x", "<\"&\n");
    assert_eq!(tree.write(), "<a>\n  <b x=\"&lt;&quot;&amp;&#10;\"/>\n  <c y='2' ><d/></c >\n</a>");
    tree.append(first, Content::Text("1 < 2".into()));
    assert!(tree.write().contains("\">1 &lt; 2</b>\n  <c y='2' ><d/></c >"));
    let again = parse(tree.write().as_bytes()).unwrap();
    assert_eq!(said(&again), said(&tree));
}

#[test]
fn places_are_lines_and_columns_of_characters() {
    let tree = parse("<a>\n  ệ<b/>\n</a>".as_bytes()).unwrap();
    let inner = tree.elements(tree.root().unwrap()).next().unwrap();
    let place = tree.place(inner);
    assert_eq!((place.line, place.column), (2, 4));
    let error = parse("<a>\n <b></c>\n</a>".as_bytes()).unwrap_err();
    assert_eq!((error.fault, error.place.line), (Fault::Malformed, 2));
}

#[test]
fn an_entity_bomb_is_refused() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
    assert_eq!(fault(bomb), Fault::DocumentType);
    assert_eq!(fault("<a>&c;</a>"), Fault::Entity("c".into()));
    assert_eq!(fault("<a b='&c;'/>"), Fault::Entity("c".into()));
}

#[test]
fn two_hundred_thousand_nested_elements_are_refused_and_dropped() {
    let deep = "<a>".repeat(200_000) + &"</a>".repeat(200_000);
    assert_eq!(fault(&deep), Fault::TooDeep(200));
    let wide_limits = Limits { depth: usize::MAX, nodes: usize::MAX, ..Limits::default() };
    let tree = parse_within(deep.as_bytes(), wide_limits).unwrap();
    assert_eq!(tree.size(), 200_001);
    assert_eq!(tree.write(), deep);
    drop(tree);
}

#[test]
fn what_is_too_much_is_refused() {
    assert_eq!(fault(&" ".repeat(11 * 1024 * 1024)), Fault::TooLarge(10 * 1024 * 1024));
    let many = format!("<a>{}</a>", "<b/>".repeat(400_000));
    assert_eq!(fault(&many), Fault::TooManyNodes(400_000));
    let attributes: String = (0..300).map(|number| format!(" a{number}=''")).collect();
    assert_eq!(fault(&format!("<a{attributes}/>")), Fault::TooManyAttributes(256));
}

#[test]
fn a_name_an_id_or_a_text_as_long_as_a_book_is_refused_and_read_where_it_was_accepted_before() {
    let attribute = |name: &str, signs: usize| format!("<a {name}='{}'/>", "ạ".repeat(signs));
    let text = |signs: usize| format!("<a>{}</a>", "&lt;".repeat(signs));
    let cdata = |signs: usize| format!("<a><![CDATA[{}]]></a>", "ạ".repeat(signs));
    for (file, most, told) in [
        (attribute("name", 2_001), attribute("name", 2_000), Fault::LongAttribute("name".into(), 2_000)),
        (attribute("id", 501), attribute("id", 500), Fault::LongAttribute("id".into(), 500)),
        (attribute("b", 100_001), attribute("b", 100_000), Fault::LongAttribute("b".into(), 100_000)),
        (text(100_001), text(100_000), Fault::LongText(100_000)),
        (cdata(100_001), cdata(100_000), Fault::LongText(100_000)),
    ] {
        assert_eq!(fault(&file), told);
        parse(most.as_bytes()).unwrap();
        parse_within(file.as_bytes(), Limits::of_kept()).unwrap();
    }
    let error = parse(format!("<a>\n{}</a>", attribute("name", 2_001)).as_bytes()).unwrap_err();
    assert_eq!(error.place.line, 2);
    assert!(error.to_string().contains("The attribute name is longer than 2000 characters"), "{error}");
    assert!(error.fault.vi().contains("dài quá 2000 ký tự"), "{}", error.fault.vi());
}

#[test]
fn what_is_no_xml_is_refused() {
    assert_eq!(parse(&[0xff, 0xfe, b'<', 0]).unwrap_err().fault, Fault::NotUtf8);
    assert_eq!(fault("<?xml version='1.0' encoding='UTF-16'?><a/>"), Fault::Encoding("UTF-16".into()));
    assert_eq!(fault("<a b='1' b='2'/>"), Fault::DuplicateAttribute("b".into()));
    let same = "<a xmlns:x='urn:1' xmlns:y='urn:1' x:b='1' y:b='2'/>";
    assert_eq!(fault(same), Fault::DuplicateAttribute("y:b".into()));
    assert_eq!(fault("<a/><b/>"), Fault::SecondRoot);
    assert_eq!(fault("<a/>text"), Fault::OutsideRoot);
    assert_eq!(fault("  "), Fault::NoRoot);
    assert_eq!(fault("<a><b></b>"), Fault::Unclosed("a".into()));
    assert_eq!(fault("<x:a/>"), Fault::Prefix("x".into()));
    assert_eq!(fault("<a>\u{1}</a>"), Fault::Character);
    assert_eq!(fault("<a>&#0;</a>"), Fault::Entity("#0".into()));
    assert_eq!(fault("<a>&#1;</a>"), Fault::Character);
    assert_eq!(fault(" <?xml version='1.0'?><a/>"), Fault::Declaration);
    for bad in ["<a", "<a b>", "<a b=1/>", "<1/>", "</a>", "<a><!-- </a>", "<a b='<'/>", "plain"] {
        parse(bad.as_bytes()).unwrap_err();
    }
}

/// Files at the limit that are BPMN throughout, each large in its own way.
#[test]
fn a_huge_process_is_read_judged_and_drawn_without_hurting() {
    let head = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\">";
    let tasks: String = (0..90_000).map(|number| format!("<userTask id='t{number}'/>")).collect();
    let lanes: String = (0..80_000).map(|number| format!("<lane id='l{number}' name='x'/>")).collect();
    let flows: String = (0..60_000)
        .map(|number| format!("<sequenceFlow id='f{number}' sourceRef='t' targetRef='t'/>"))
        .collect();
    let deep = "<subProcess>".repeat(190) + &"</subProcess>".repeat(190);
    let processes: String = (0..60_000)
        .map(|number| format!("</process><process id='p{number}'><task id='t{number}'/>"))
        .collect();
    let pools: String =
        (0..60_000).map(|number| format!("<participant id='c{number}' processRef='p'/>")).collect();
    let objects = "<dataObject/>".repeat(60_000);
    for body in [
        tasks,
        format!("<laneSet id='s'>{lanes}</laneSet><userTask id='t'/>"),
        format!("<userTask id='t'/>{flows}"),
        deep,
        processes,
        format!("{objects}</process><collaboration>{pools}</collaboration><process id='q'>"),
    ] {
        let text = format!("{head}{body}</process></definitions>");
        let reading = bpmn::read::read(text.as_bytes()).unwrap();
        assert!(reading.refused.len() <= 1000 && !(reading.refused.is_empty() && reading.notes.is_empty()));
        holds(text.as_bytes());
    }
}

/// Whatever is accepted is kept: written and read again it says the same; reading and drawing never panic.
fn holds(bytes: &[u8]) {
    let Ok(tree) = parse(bytes) else { return };
    assert_eq!(tree.bytes(), bytes);
    if let Ok(reading) = bpmn::read::read_tree(tree) {
        for process in &reading.processes {
            let drawn = bpmn::svg::svg(process, &bpmn::svg::Look::default());
            parse(drawn.as_bytes()).unwrap();
            let _ = bpmn::layout::generate(process);
            let _ = bpmn::write::write(process);
        }
    }
}

/// One line for each node, which is equal for two files exactly when they say the same: elements by namespace,
/// attributes in order, text, comments and instructions, each after its depth.
fn said(tree: &Tree) -> String {
    let mut lines = String::new();
    let mut at = tree.following(DOCUMENT, DOCUMENT);
    while let Some(node) = at {
        let depth = std::iter::successors(tree.parent(node), |above| tree.parent(*above)).count();
        let line = match tree.content(node) {
            Content::Element(element) => {
                let attributes = element.attributes.iter();
                let attributes =
                    attributes.map(|attribute| format!(" {}={:?}", attribute.name, attribute.value));
                let namespace = tree.namespace(node).unwrap_or_default();
                format!("{{{namespace}}}{}{}", element.local(), attributes.collect::<String>())
            }
            other => format!("{other:?}"),
        };
        lines.push_str(&format!("{depth} {line}\n"));
        at = tree.following(node, DOCUMENT);
    }
    lines
}

/// The same content without its source, as a change of everything would write it.
fn rebuilt(tree: &Tree) -> Tree {
    let mut copy = Tree::new();
    let mut places = std::collections::HashMap::from([(bpmn::tree::DOCUMENT, bpmn::tree::DOCUMENT)]);
    let mut at = tree.following(bpmn::tree::DOCUMENT, bpmn::tree::DOCUMENT);
    while let Some(node) = at {
        let parent = places[&tree.parent(node).unwrap()];
        let placed = match tree.content(node) {
            Content::Element(element) => {
                let attributes: Vec<(&str, &str)> = element
                    .attributes
                    .iter()
                    .map(|attribute| (attribute.name.as_str(), attribute.value.as_str()))
                    .collect();
                copy.append_element(parent, &element.name, &attributes)
            }
            other => copy.append(parent, other.clone()),
        };
        places.insert(node, placed);
        at = tree.following(node, bpmn::tree::DOCUMENT);
    }
    copy
}

#[test]
fn a_tree_written_afresh_says_the_same() {
    for (name, bytes) in files() {
        let tree = parse(&bytes).unwrap();
        let again = parse(rebuilt(&tree).write().as_bytes()).unwrap();
        assert_eq!(said(&again), said(&tree), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        holds(&bytes);
    }

    #[test]
    fn no_markup_makes_it_panic(text in "[<>/?!a:='\"& \\-\\[\\]xmlns;#0-9\n]{0,120}") {
        holds(text.as_bytes());
    }

    #[test]
    fn no_mutation_of_a_file_makes_it_panic(
        which in 0usize..16,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0usize..4), 1..6),
    ) {
        let files = files();
        let (_, mut bytes) = files[which % files.len()].clone();
        for (place, byte, kind) in changes {
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => { bytes.remove(at); }
                2 => bytes.insert(at, byte),
                // A digit or letter in place of another: ids and references go astray, the file stays XML.
                _ => if bytes[at].is_ascii_alphanumeric() { bytes[at] = b'a' + byte % 26 },
            }
        }
        holds(&bytes);
    }

    #[test]
    fn no_lines_gone_or_doubled_make_it_panic(
        which in 0usize..16,
        lines in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..5),
    ) {
        let files = files();
        let text = String::from_utf8(files[which % files.len()].1.clone()).unwrap();
        let mut rows: Vec<&str> = text.lines().collect();
        for (place, doubled) in lines {
            let at = place.index(rows.len());
            if doubled { rows.insert(at, rows[at]) } else { rows.remove(at); }
            if rows.is_empty() { return Ok(()); }
        }
        holds(rows.join("\n").as_bytes());
    }
}
