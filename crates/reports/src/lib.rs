//! Reads everything, writes nothing but frozen issues: the yearly report.
