-- The certificates that rest on the audit of a certification body.
create index certificate_by_body on certificate (certification_body_code, id);
-- Numbers as the public types them, with other dashes or none: letters and digits alone are compared.
create index certificate_bare_number on certificate
  (replace(replace(replace(replace(replace(folded_number, '-', ''), '/', ''), '.', ''), '–', ''), '_', ''));
create index certificate_former_bare_number on certificate_former_number
  (replace(replace(replace(replace(replace(folded_number, '-', ''), '/', ''), '.', ''), '–', ''), '_', ''));
