-- The signature of what was sent under a key: another content under the same key is no second sending of the same form.
-- None for what was sent before this was kept.
alter table sent_form add column content text;
