//! Small registers, made up: enough of everything, little enough to be read at one sight.

use std::collections::BTreeMap;

/// One file of registers: its columns and its rows.
#[derive(Clone, Debug)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// Cells by row.
    pub rows: Vec<Vec<String>>,
}

/// The files of a folder, by name without ending.
pub type Registers = BTreeMap<&'static str, Table>;

fn table(columns: &'static str, rows: &str) -> Table {
    let columns: Vec<&'static str> = columns.split(',').collect();
    let rows = rows.lines().map(str::trim).filter(|line| !line.is_empty());
    let rows: Vec<Vec<String>> = rows.map(|line| line.split(',').map(str::to_owned).collect()).collect();
    for row in &rows {
        assert_eq!(row.len(), columns.len(), "{row:?}");
    }
    Table { columns, rows }
}

/// The registers: four provinces, three ministries, a dozen agencies and what they were granted.
pub fn registers() -> Registers {
    BTreeMap::from([
        ("agencies", agencies()),
        ("agency-successions", table("code,successor_code,on,kind,known_by", "")),
        ("consulting-organisations", organisations()),
        ("certification-bodies", bodies()),
        ("consultant-cards", consultants()),
        ("assessor-cards", assessors()),
        ("certificates", certificates()),
        ("certificate-events", table("certificate_no,kind,on,reason,known_by", "")),
        ("plans", plans()),
        ("model-frameworks", frameworks()),
        ("legal-documents", documents()),
        ("programme-activities", table("date,kind,subject,targets", "2011,dao_tao,Tập huấn tại Đà Nẵng,48")),
    ])
}

/// The files as an import takes them.
pub fn files(registers: &Registers) -> BTreeMap<String, Vec<u8>> {
    let cell = |text: &String| match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.clone(),
    };
    let written = registers.iter().map(|(name, table)| {
        let mut text = format!("{}\n", table.columns.join(","));
        for row in &table.rows {
            text.push_str(&row.iter().map(cell).collect::<Vec<_>>().join(","));
            text.push('\n');
        }
        (format!("{name}.csv"), text.into_bytes())
    });
    written.collect()
}

fn agencies() -> Table {
    table(
        "code,name,level,kind,ministry_code,province_code,district_code,commune_code,obligation",
        "N-01-SCT,Sở Công Thương thành phố Hà Nội,local,so,,01,,,bat_buoc
         N-01-CC,Chi cục Bảo vệ môi trường Hà Nội,local,chi_cuc,,01,,,bat_buoc
         N-01-UBX,UBND xã Phù Đổng,local,ubnd_xa,,01,,,khuyen_khich
         N-48-STP,Sở Tư pháp thành phố Đà Nẵng,local,so,,48,,,bat_buoc
         N-48-UBH,UBND quận Hải Châu,local,ubnd_huyen,,48,,,bat_buoc
         N-48-UBX,UBND phường Thạch Thang,local,ubnd_xa,,48,,,khuyen_khich
         N-79-SYT,Sở Y tế thành phố Hồ Chí Minh,local,so,,79,,,bat_buoc
         N-22-UBH,UBND huyện Hải Hà,local,ubnd_huyen,,22,,,bat_buoc
         N-TC-KB,Kho bạc Nhà nước Đà Nẵng,central,nganh_doc,BO-TC,48,,,bat_buoc
         N-TC-VP,Văn phòng Bộ Tài chính (bộ phận hành chính),central,don_vi_thuoc_bo,BO-TC,,,,bat_buoc
         N-KHCN-VP,Văn phòng Bộ Khoa học và Công nghệ,central,don_vi_thuoc_bo,BO-KHCN,,,,bat_buoc
         N-YT-CUC,Cục An toàn thực phẩm,central,don_vi_thuoc_bo,BO-YT,,,,bat_buoc",
    )
}

fn organisations() -> Table {
    table(
        "code,name,province_code,confirmation_no,issued_on,valid_to,status,known_by",
        "TV-A,Tổ chức tư vấn A,01,TV-01/2010,2010-06-01,2013-06-01,valid,
         TV-A,Tổ chức tư vấn A,01,TV-09/2013,2013-06-02,2015-06-02,valid,
         TV-B,Tổ chức tư vấn B,79,TV-02/2011,2011-03-21,2014-03-21,valid,",
    )
}

fn bodies() -> Table {
    table(
        "code,name,province_code,certificate_no,issued_on,valid_to,status,known_by",
        "CN-A,Tổ chức chứng nhận A,01,CN-01/2011,2011-04-18,2014-04-18,valid,
         CN-B,Tổ chức chứng nhận B,79,CN-02/2012,2012-01-05,2015-01-05,valid,",
    )
}

fn consultants() -> Table {
    table(
        "card_no,holder,kind,organisation_code,issued_on,valid_to,status,known_by",
        "TT-01,Chuyên gia A,to_chuc,TV-A,2010-06-01,2013-06-01,valid,
         TT-02,Chuyên gia B,to_chuc,TV-B,2011-03-21,2014-03-21,valid,
         TT-03,Chuyên gia C,doc_lap,,2011-07-01,2014-07-01,valid,",
    )
}

fn assessors() -> Table {
    table(
        "card_no,holder,certification_body_code,role,issued_on,valid_to,status,known_by",
        "DG-01,Chuyên gia đánh giá A,CN-A,truong_doan,2011-04-18,2014-04-18,valid,
         DG-02,Chuyên gia đánh giá B,CN-B,thanh_vien,2012-01-05,2015-01-05,valid,",
    )
}

fn certificates() -> Table {
    table(
        "certificate_no,agency_code,kind,standard,issued_by,certification_body_code,issued_on,expires_on,known_by",
        "HT-N-01/2008,N-01-SCT,initial,TCVN ISO 9001:2000,TCTDLCL,,2008-05-05,2011-05-05,
         HT-N-02/2009,N-48-STP,initial,TCVN ISO 9001:2008,TCTDLCL,,2009-02-10,2012-02-10,
         HT-N-03/2009,N-TC-KB,initial,TCVN ISO 9001:2008,TCTDLCL,,2009-11-30,2012-11-30,
         HT-N-04/2010,N-48-UBH,initial,TCVN ISO 9001:2008,TCTDLCL,,2010-04-01,2013-04-01,
         HT-N-05/2010,N-KHCN-VP,initial,TCVN ISO 9001:2008,TCTDLCL,,2010-12-31,2013-12-31,
         HT-N-06/2011,N-01-SCT,renewal,TCVN ISO 9001:2008,TCTDLCL,CN-A,2011-05-06,2014-05-06,
         HT-N-07/2011,N-01-UBX,initial,TCVN ISO 9001:2008,TCTDLCL,CN-A,2011-08-15,2014-08-15,
         HT-N-08/2011,N-79-SYT,initial,TCVN ISO 9001:2008,TCTDLCL,CN-A,2011-12-31,2014-12-31,
         HT-N-09/2012,N-TC-VP,initial,TCVN ISO 9001:2008,TCTDLCL,CN-B,2012-01-01,2015-01-01,
         HT-N-10/2012,N-48-STP,renewal,TCVN ISO 9001:2008,TCTDLCL,CN-B,2012-02-11,2015-02-11,
         HT-N-11/2012,N-YT-CUC,initial,TCVN ISO 9001:2008,TCTDLCL,CN-B,2012-03-31,2015-03-31,
         HT-N-12/2012,N-22-UBH,initial,TCVN ISO 9001:2008,TCTDLCL,CN-B,2012-04-01,2015-04-01,",
    )
}

fn plans() -> Table {
    table(
        "owner_code,owner,level,status,decision_no,approved_on,period,owes_plan,known_by",
        "BO-TC,Bộ Tài chính,central,approved,QĐ-N-01,2010-03-26,2010-2012,yes,
         BO-KHCN,Bộ Khoa học và Công nghệ,central,drafted,,,,yes,
         BO-YT,Bộ Y tế,central,none,,,,yes,
         TTXVN,Thông tấn xã Việt Nam,central,none,,,,no,
         01,UBND thành phố Hà Nội,local,approved,QĐ-N-02,2011-06-30,2011-2013,yes,
         48,UBND thành phố Đà Nẵng,local,approved,QĐ-N-03,2012-03-31,2012-2014,yes,
         79,UBND thành phố Hồ Chí Minh,local,none,,,,yes,",
    )
}

fn frameworks() -> Table {
    table(
        "code,publisher_code,publisher,applies_to,published_year,published_on,decision_no,certainty,known_by",
        "MHK-N-1,BO-KHCN,Bộ Khoa học và Công nghệ,Cơ quan tại địa phương,2010,,,,2012-03-31
         MHK-N-2,BO-TC,Bộ Tài chính,Cơ quan ngành dọc,,,,,2012-03-31
         MHK-N-3,BO-YT,Bộ Y tế,Cơ quan của ngành y tế,,2012-02-29,,,",
    )
}

fn documents() -> Table {
    table(
        "number,kind,title,issued_on,issuer,status_note,certainty,known_by",
        "144/2006/QĐ-TTg,Quyết định,Áp dụng hệ thống quản lý chất lượng,2006-06-20,Thủ tướng Chính phủ,,,
         01/2010/TT-BKHCN,Thông tư,Tiêu chuẩn đối với tổ chức tư vấn,2010-02-25,Bộ Khoa học và Công nghệ,,,
         27/2011/TT-BKHCN,Thông tư,Hướng dẫn triển khai,2011-10-04,Bộ Khoa học và Công nghệ,,,",
    )
}
