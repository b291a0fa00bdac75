//! What a file holds that is not executed faithfully: each construct by its name, its place and what to do.
//!
//! A tool that passes a token through what it does not know decides cases wrongly and in silence. So
//! every construct that the engine does not execute exactly as BPMN means it is refused, all of them at once.

use crate::cut::beginning;
use crate::tree::{NodeId, Place};
use std::fmt;

/// One construct that is refused, or told as not executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub reason: Reason,
    /// The element as the file names it, without prefix.
    pub element: String,
    /// Its `id`, empty where it has none.
    pub id: String,
    /// Its `name`, empty where it has none.
    pub name: String,
    /// What exactly, where the reason alone does not say it: the reference that leads nowhere, the value not understood.
    pub detail: String,
    /// Where it stands in the file.
    pub place: Place,
    /// The node of the tree.
    pub at: NodeId,
}

impl Refused {
    /// The refusal as one English line: place, construct, and what to do instead.
    #[must_use]
    pub fn en(&self) -> String {
        let (construct, advice) = self.reason.en();
        format!("line {}: {}{construct}. {advice}", self.place.line, self.subject())
    }

    /// The refusal as one Vietnamese line: place, construct, and what to do instead.
    #[must_use]
    pub fn vi(&self) -> String {
        let (construct, advice) = self.reason.vi();
        format!("dòng {}: {}{construct}. {advice}", self.place.line, self.subject())
    }

    fn subject(&self) -> String {
        let mut subject = self.element.clone();
        if !self.id.is_empty() {
            subject.push_str(&format!(" {}", beginning(&self.id)));
        }
        if !self.name.is_empty() {
            let name: Vec<&str> = self.name.split_whitespace().collect();
            subject.push_str(&format!(" \u{201c}{}\u{201d}", beginning(&name.join(" "))));
        }
        if !self.detail.is_empty() {
            subject.push_str(&format!(" ({})", self.detail));
        }
        format!("{subject}: ")
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.en())
    }
}

/// Declares the reasons once: variant, code, the construct and the advice in both languages.
macro_rules! reasons {
    ($($variant:ident $code:literal, $en:literal, $en_advice:literal, $vi:literal, $vi_advice:literal;)*) => {
        /// Why a construct is not executed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $(#[doc = $en] $variant,)*
        }

        impl Reason {
            /// All reasons.
            pub const ALL: &'static [Reason] = &[$(Reason::$variant,)*];

            /// A stable word for machines.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Reason::$variant => $code,)* }
            }

            /// The construct and the advice in English.
            #[must_use]
            pub const fn en(self) -> (&'static str, &'static str) {
                match self { $(Reason::$variant => ($en, $en_advice),)* }
            }

            /// The construct and the advice in Vietnamese.
            #[must_use]
            pub const fn vi(self) -> (&'static str, &'static str) {
                match self { $(Reason::$variant => ($vi, $vi_advice),)* }
            }
        }
    };
}

impl Reason {
    /// Whether it is the trigger of an event that is refused: then the event is no timer.
    #[must_use]
    pub const fn is_of_event(self) -> bool {
        matches!(
            self,
            Reason::MessageEvent
                | Reason::SignalEvent
                | Reason::ErrorEvent
                | Reason::EscalationEvent
                | Reason::CompensationEvent
                | Reason::ConditionalEvent
                | Reason::LinkEvent
                | Reason::CancelEvent
                | Reason::MultipleEvent
                | Reason::TerminatePlace
                | Reason::PlainIntermediate
                | Reason::Unknown
        )
    }
}

reasons! {
    InclusiveGateway "inclusive_gateway", "an inclusive gateway is not executed", "Use exclusive or parallel gateways.",
        "cổng bao hàm (inclusive gateway) không được thực thi", "Hãy dùng cổng loại trừ hoặc cổng song song.";
    ComplexGateway "complex_gateway", "a complex gateway is not executed", "Use exclusive or parallel gateways.",
        "cổng phức hợp (complex gateway) không được thực thi", "Hãy dùng cổng loại trừ hoặc cổng song song.";
    EventBasedGateway "event_based_gateway", "an event-based gateway is not executed",
        "Use a user task with outcomes and a boundary timer.",
        "cổng dựa trên sự kiện (event-based gateway) không được thực thi",
        "Hãy dùng một bước do người làm có các kết quả và một bộ hẹn giờ gắn ở biên.";
    MessageEvent "message_event", "a message event is not executed", "Use a user task where someone records that the message came or went.",
        "sự kiện thông điệp (message event) không được thực thi",
        "Hãy dùng một bước do người làm để ghi nhận việc gửi hoặc nhận.";
    SignalEvent "signal_event", "a signal event is not executed", "Use a user task or a flow.",
        "sự kiện tín hiệu (signal event) không được thực thi", "Hãy dùng một bước do người làm hoặc một luồng.";
    ErrorEvent "error_event", "an error event is not executed", "Use an outcome of the task and an exclusive gateway.",
        "sự kiện lỗi (error event) không được thực thi", "Hãy dùng một kết quả của bước và cổng loại trừ.";
    EscalationEvent "escalation_event", "an escalation event is not executed", "Use an outcome or a non-interrupting boundary timer.",
        "sự kiện báo cấp trên (escalation event) không được thực thi",
        "Hãy dùng một kết quả của bước hoặc bộ hẹn giờ không ngắt gắn ở biên.";
    CompensationEvent "compensation_event", "a compensation event is not executed", "Draw the steps that undo the work.",
        "sự kiện bù trừ (compensation event) không được thực thi", "Hãy vẽ các bước làm lại thành luồng thường.";
    ConditionalEvent "conditional_event", "a conditional event is not executed", "Use an exclusive gateway.",
        "sự kiện điều kiện (conditional event) không được thực thi", "Hãy dùng cổng loại trừ.";
    LinkEvent "link_event", "a link event is not executed", "Connect the two places by a sequence flow.",
        "sự kiện liên kết (link event) không được thực thi", "Hãy nối hai chỗ bằng một luồng tuần tự.";
    CancelEvent "cancel_event", "a cancel event is not executed", "Use an outcome and an exclusive gateway.",
        "sự kiện hủy (cancel event) không được thực thi", "Hãy dùng một kết quả của bước và cổng loại trừ.";
    MultipleEvent "multiple_event", "an event with several triggers is not executed", "Use one event for each trigger.",
        "sự kiện có nhiều tác nhân không được thực thi", "Hãy dùng một sự kiện cho mỗi tác nhân.";
    TimerStart "timer_start_event", "a start event with a timer is not executed", "Use a start event without a trigger.",
        "sự kiện bắt đầu theo giờ không được thực thi", "Hãy dùng sự kiện bắt đầu không có tác nhân.";
    PlainIntermediate "plain_intermediate_event", "an intermediate event without a timer is not executed",
        "Remove it, or write it as an annotation.",
        "sự kiện trung gian không hẹn giờ không được thực thi", "Hãy bỏ đi hoặc ghi thành chú thích.";
    TimerCycle "timer_cycle", "a repeating timer is not executed", "Use a duration, a date, or working days.",
        "bộ hẹn giờ lặp lại không được thực thi", "Hãy dùng một khoảng thời gian, một thời điểm hoặc số ngày làm việc.";
    TimerUnclear "timer_unclear", "the timer does not say when it fires in exactly one way",
        "Write one ISO 8601 duration or instant with offset, or htqlcl:workingDays, or htqlcl:workingHours.",
        "bộ hẹn giờ không nói rõ khi nào đến hạn theo đúng một cách",
        "Hãy ghi một khoảng thời gian hoặc thời điểm ISO 8601 có múi giờ, hoặc htqlcl:workingDays, hoặc htqlcl:workingHours.";
    TerminatePlace "terminate_place", "a terminate trigger stands in something that is no end event", "Use a terminate end event.",
        "ký hiệu kết thúc toàn bộ (terminate) đặt ở chỗ không phải sự kiện kết thúc",
        "Hãy dùng sự kiện kết thúc toàn bộ.";
    ExpressionLanguage "expression_language", "an expression in another language than FEEL is not evaluated",
        "Write the condition in FEEL and remove the other language.",
        "biểu thức viết bằng ngôn ngữ khác FEEL không được tính", "Hãy viết bằng FEEL và bỏ tên ngôn ngữ kia đi.";
    BoundaryPlace "boundary_place", "a boundary event stands on something that is neither a task nor a sub-process",
        "Attach it to a user task, a manual task, a service task or a sub-process.",
        "sự kiện biên không gắn vào một bước hoặc quy trình con", "Hãy gắn vào một bước hoặc một quy trình con.";
    MultiInstance "multi_instance", "a multi-instance activity is not executed", "Draw the step once for each, or use one step.",
        "bước thực hiện nhiều lần (multi-instance) không được thực thi", "Hãy vẽ riêng từng bước hoặc dùng một bước.";
    Loop "loop", "a loop marker is not executed", "Draw the way back with an exclusive gateway.",
        "ký hiệu lặp (loop) không được thực thi", "Hãy vẽ luồng quay lại bằng cổng loại trừ.";
    CallActivity "call_activity", "a call activity is not executed", "Use an embedded sub-process.",
        "bước gọi quy trình khác (call activity) không được thực thi", "Hãy dùng quy trình con nhúng.";
    EventSubProcess "event_sub_process", "an event sub-process is not executed", "Use a boundary timer.",
        "quy trình con theo sự kiện không được thực thi", "Hãy dùng bộ hẹn giờ gắn ở biên.";
    Transaction "transaction", "a transaction is not executed", "Use an embedded sub-process.",
        "quy trình con giao dịch (transaction) không được thực thi", "Hãy dùng quy trình con nhúng.";
    AdHoc "ad_hoc_sub_process", "an ad-hoc sub-process is not executed", "Draw the order of the steps.",
        "quy trình con tùy ý (ad-hoc) không được thực thi", "Hãy vẽ thứ tự các bước.";
    DataMapping "data_mapping", "a data association with an assignment or a transformation is not executed",
        "Declare the fields of the case instead.",
        "ánh xạ dữ liệu có phép gán hoặc biến đổi không được thực thi", "Hãy khai báo các trường của hồ sơ.";
    ScriptTask "script_task", "a script task is not executed", "Use a service task with a registered handler.",
        "bước chạy mã lệnh (script task) không được thực thi", "Hãy dùng bước dịch vụ có bộ xử lý đã đăng ký.";
    BusinessRuleTask "business_rule_task", "a business rule task is not executed", "Use a user task or an exclusive gateway.",
        "bước quy tắc nghiệp vụ (business rule task) không được thực thi", "Hãy dùng bước do người làm hoặc cổng loại trừ.";
    SendTask "send_task", "a send task is not executed", "Use a user task or a service task.",
        "bước gửi (send task) không được thực thi", "Hãy dùng bước do người làm hoặc bước dịch vụ.";
    ReceiveTask "receive_task", "a receive task is not executed", "Use a user task.",
        "bước nhận (receive task) không được thực thi", "Hãy dùng bước do người làm.";
    AbstractTask "abstract_task", "a task without a type is not executed", "Say whether it is a user task, a manual task or a service task.",
        "bước chưa chọn loại không được thực thi", "Hãy chọn bước do người làm, bước thủ công hoặc bước dịch vụ.";
    MissingHandler "missing_handler", "a service task without htqlcl:handler is not executed", "Name a registered handler in htqlcl:handler.",
        "bước dịch vụ không có htqlcl:handler không được thực thi", "Hãy ghi tên bộ xử lý đã đăng ký vào htqlcl:handler.";
    Outcomes "outcomes", "the outcomes are not a list of different words parted by semicolons", "Write them like dat;khong_dat.",
        "các kết quả không phải là danh sách từ khác nhau cách bằng dấu chấm phẩy", "Hãy ghi như dat;khong_dat.";
    ResourceRole "resource_role", "an assignment within the task is not executed", "The lane says who does the work; remove the assignment.",
        "phân công ghi trong bước không được thực thi", "Làn cho biết ai làm; hãy bỏ phân công này.";
    Compensation "for_compensation", "an activity for compensation is not executed", "Draw it in the flow.",
        "bước bù trừ không được thực thi", "Hãy vẽ bước này trong luồng.";
    Quantity "token_quantity", "a token quantity other than 1 is not executed", "Remove startQuantity and completionQuantity.",
        "số thẻ khác 1 không được thực thi", "Hãy bỏ startQuantity và completionQuantity.";
    ConditionalFlow "conditional_flow", "a condition or default on a flow that does not leave an exclusive gateway is not executed",
        "Put an exclusive gateway before it.",
        "điều kiện hoặc mặc định trên luồng không đi ra từ cổng loại trừ không được thực thi", "Hãy đặt cổng loại trừ phía trước.";
    MissingCondition "missing_condition", "a flow out of a choosing gateway has no condition and is not the default",
        "Write its condition or make it the default.",
        "luồng ra khỏi cổng rẽ nhánh không có điều kiện và không phải mặc định", "Hãy ghi điều kiện hoặc đặt làm mặc định.";
    ConditionOnDefault "condition_on_default", "the default flow has a condition, which would never be asked", "Remove the condition.",
        "luồng mặc định có điều kiện, điều kiện ấy không bao giờ được xét", "Hãy bỏ điều kiện.";
    ImplicitFork "implicit_fork", "several flows leave it at once", "Draw a parallel or an exclusive gateway.",
        "có nhiều luồng đi ra cùng lúc", "Hãy vẽ cổng song song hoặc cổng loại trừ.";
    ImplicitStart "implicit_start", "no flow reaches it", "Connect it, or remove it.",
        "không có luồng nào đi tới", "Hãy nối vào luồng hoặc bỏ đi.";
    ImplicitEnd "implicit_end", "no flow leaves it", "Lead it to an end event.",
        "không có luồng nào đi ra", "Hãy nối tới sự kiện kết thúc.";
    FlowPlace "flow_place", "a flow may not reach a start or boundary event, nor leave an end event", "Remove the flow.",
        "luồng không được đi vào sự kiện bắt đầu hoặc sự kiện biên, cũng không được đi ra từ sự kiện kết thúc", "Hãy bỏ luồng này.";
    MissingStart "missing_start", "there is no start event", "Draw a start event without a trigger.",
        "không có sự kiện bắt đầu", "Hãy vẽ một sự kiện bắt đầu không có tác nhân.";
    SeveralStarts "several_starts", "there is more than one start event", "Keep one start event.",
        "có nhiều hơn một sự kiện bắt đầu", "Hãy giữ lại một sự kiện bắt đầu.";
    NoLanes "no_lanes", "there are no lanes, so nobody is named to do the work", "Draw a lane for each role.",
        "không có làn nào nên không biết ai làm", "Hãy vẽ một làn cho mỗi vai trò.";
    TaskWithoutLane "task_without_lane", "the task stands in no lane, so nobody is named to do it", "Put it into the lane of a role.",
        "bước không nằm trong làn nào nên không biết ai làm", "Hãy đặt vào làn của một vai trò.";
    SeveralLanes "several_lanes", "it stands in several lanes", "Put it into one lane.",
        "nằm trong nhiều làn cùng lúc", "Hãy đặt vào một làn.";
    LaneName "lane_without_name", "the lane has no name, so it names no role", "Write the role's name.",
        "làn không có tên nên không chỉ vai trò nào", "Hãy ghi tên vai trò.";
    SeveralProcesses "several_processes", "a second process is not executed, and its elements were not judged",
        "Keep one process in a file; draw the others as empty pools.",
        "quy trình thứ hai không được thực thi, các phần tử trong đó chưa được xét",
        "Mỗi tệp chỉ giữ một quy trình; vẽ các bên khác thành bể rỗng.";
    Choreography "choreography", "a choreography is not executed", "Draw a process.",
        "sơ đồ phối hợp (choreography) không được thực thi", "Hãy vẽ một quy trình.";
    Dangling "dangling_reference", "the reference leads to nothing", "Correct it or remove the element.",
        "tham chiếu không dẫn tới đâu", "Hãy sửa lại hoặc bỏ phần tử này.";
    OtherScope "other_scope", "the reference leads into another process or sub-process", "Connect elements of the same level.",
        "tham chiếu dẫn sang quy trình hoặc quy trình con khác", "Hãy nối các phần tử cùng cấp.";
    DuplicateId "duplicate_id", "the id stands twice", "Give each element its own id.",
        "mã id bị trùng", "Hãy đặt cho mỗi phần tử một id riêng.";
    MissingId "missing_id", "it has no id", "Give it an id.",
        "không có id", "Hãy đặt id.";
    Unknown "unknown_element", "the element is not known", "Remove it, or move it into extensionElements.",
        "không biết phần tử này", "Hãy bỏ đi hoặc chuyển vào extensionElements.";
    BlackBox "black_box", "the pool takes no part in execution", "It is kept as a drawing.",
        "bể này không tham gia thực thi", "Được giữ lại như hình vẽ.";
    MessageFlow "message_flow", "the message flow takes no part in execution", "It is kept as a drawing.",
        "luồng thông điệp này không tham gia thực thi", "Được giữ lại như hình vẽ.";
}
