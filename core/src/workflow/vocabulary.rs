//! The names a definition may use: roles, tags, kinds of documents and evidence, guards, templates, hooks.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::definition::read_additions;
use super::diagnostic::Diagnostic;
use super::machine::{SubjectKind, Words};

/// A list of names, or the admission that it is not known and nothing can be checked against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Any name will do.
    Any,
    /// Only these.
    Only(BTreeSet<String>),
}

/// What a definition is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// Who may take transitions, answer for requirements, get messages.
    pub roles: Known,
    /// Purpose tags of tasks.
    pub tags: Known,
    /// Kinds of documents.
    pub documents: Known,
    /// Kinds of evidence.
    pub evidence: Known,
    /// Functions of `guards.rhai`.
    pub guards: Known,
    /// Functions of `hooks.rhai`.
    pub hooks: Known,
    /// Message templates.
    pub templates: Known,
    /// Stage ids of the machines by what goes through them; a kind that is absent is not checked.
    pub stages: BTreeMap<SubjectKind, BTreeSet<String>>,
}

/// A shipped name with its meaning, for lists that people read.
pub type Entry = (&'static str, &'static str, &'static str);

/// Roles: id, Russian, English.
pub const ROLES: &[Entry] = &[
    ("owner", "владелец системы", "owner of the system"),
    ("administrator", "администратор", "administrator"),
    ("head", "директор", "head of the school"),
    ("deputy", "заместитель директора", "deputy head"),
    ("curator", "куратор", "curator"),
    ("methodologist", "методист", "methodologist"),
    ("responsible", "ответственный за задачу", "person responsible for the task"),
    ("teacher", "учитель", "teacher"),
    ("mentor", "наставник", "mentor"),
    ("mentee", "наставляемый", "mentee"),
    ("representative", "законный представитель", "legal representative"),
    ("psychologist", "педагог-психолог", "school psychologist"),
    ("clerk", "делопроизводитель", "clerk"),
];

/// Purpose tags of tasks: id, Russian, English.
pub const TAGS: &[Entry] = &[
    ("order.adopted", "приказ о внедрении издан", "order on introduction issued"),
    ("regulation.adopted", "положение о наставничестве утверждено", "regulation adopted"),
    ("plan.drafted", "дорожная карта разработана", "roadmap drafted"),
    ("plan.agreed", "дорожная карта согласована", "roadmap agreed"),
    ("plan.approved", "дорожная карта утверждена", "roadmap approved"),
    ("group.appointed", "рабочая группа утверждена", "working group appointed"),
    ("curator.appointed", "куратор назначен", "curator appointed"),
    ("contact.appointed", "ответственный за взаимодействие назначен", "contact person appointed"),
    ("motivation.adopted", "система мотивации утверждена", "motivation adopted"),
    ("accessibility.adopted", "меры доступности утверждены", "accessibility measures adopted"),
    ("pay.adopted", "оплата наставникам определена", "pay of mentors settled"),
    ("participants.informed", "участники проинформированы", "participants informed"),
    ("partners.listed", "партнёры определены", "partners listed"),
    ("materials.ready", "материалы разработаны", "materials ready"),
    ("site.updated", "сайт обновляется", "site kept up to date"),
    ("conditions.ready", "условия для запуска подготовлены", "conditions ready"),
    ("mentees.base", "база наставляемых сформирована", "base of mentees formed"),
    ("mentors.base", "база наставников сформирована", "base of mentors formed"),
    ("mentors.trained", "наставники обучены", "mentors trained"),
    ("pairs.formed", "пары сформированы", "pairs formed"),
    ("pairs.working", "работа пар организована", "pairs at work"),
    ("programme.completed", "программа завершена", "programme completed"),
    ("records.kept", "персонифицированный учёт ведётся", "personal records kept"),
    ("monitoring.done", "мониторинг проведён", "monitoring done"),
    ("results.collected", "результаты собраны", "results collected"),
    ("effectiveness.assessed", "эффективность оценена", "effectiveness assessed"),
    ("control.done", "контроль осуществлён", "control done"),
    ("practice.shared", "опыт представлен", "practice shared"),
];

/// Kinds of documents: id, Russian, English.
pub const DOCUMENTS: &[Entry] = &[
    ("order.introduction", "приказ о внедрении", "order on introduction"),
    ("order.curator", "приказ о назначении куратора", "order appointing the curator"),
    ("order.pairs", "приказ о закреплении пар", "order on pairs"),
    ("order.pairs.amendment", "приказ об изменении пар", "order amending the pairs"),
    ("order.completion", "приказ о завершении и поощрении", "order on completion and rewards"),
    ("regulation", "положение о наставничестве", "regulation"),
    ("roadmap", "дорожная карта", "roadmap"),
    ("protocol", "протокол", "minutes"),
    ("consent.participation", "согласие на участие", "consent to taking part"),
    ("consent.processing", "согласие на обработку данных", "consent to data processing"),
    ("consent.distribution", "согласие на распространение", "consent to publication"),
    ("contract.supplement", "дополнительное соглашение", "supplement to the contract"),
    ("application.mentor", "заявление наставника", "mentor's application"),
    ("request.mentee", "анкета-запрос наставляемого", "mentee's request form"),
    ("plan.personal", "индивидуальная программа", "personal programme"),
    ("log.meetings", "журнал встреч", "meeting log"),
    ("report.programme", "отчёт о программе", "report on the programme"),
    ("report.pair", "отчёт пары", "report of the pair"),
    ("questionnaire.curator", "анкета куратора", "curator's questionnaire"),
    ("swot", "SWOT-анализ", "SWOT analysis"),
    ("case", "кейс для сайта", "case for the site"),
];

/// Kinds of evidence: id, Russian, English.
pub const EVIDENCE: &[Entry] = &[
    ("document", "документ", "document"),
    ("order", "приказ", "order"),
    ("protocol", "протокол", "minutes"),
    ("list", "список", "list"),
    ("plan", "план", "plan"),
    ("report", "отчёт", "report"),
    ("certificate", "удостоверение или сертификат", "certificate"),
    ("survey.before", "анкета «до»", "questionnaire before"),
    ("survey.after", "анкета «после»", "questionnaire after"),
    ("reflection", "рефлексия", "reflection"),
    ("event", "публичное мероприятие", "public event"),
    ("meeting", "встреча", "meeting"),
    ("agreement.mentor", "согласие наставника", "mentor's agreement"),
    ("agreement.mentee", "согласие наставляемого", "mentee's agreement"),
    ("order.scan", "скан приказа", "scan of the order"),
    ("signature", "подпись", "signature"),
    ("link", "ссылка", "link"),
    ("photo", "фотография", "photograph"),
    ("file", "файл", "file"),
    ("note", "заметка", "note"),
];

/// Functions of `hooks.rhai` that the shipped scripts have: id, Russian, English.
pub const HOOKS: &[Entry] = &[
    ("on_stage_entered", "предмет вошёл в стадию", "a stage was entered"),
    ("on_task_due", "подходит срок задачи", "a task is due"),
    ("on_task_overdue", "задача просрочена", "a task is overdue"),
    ("on_pair_formed", "пара сформирована", "a pair was formed"),
    ("on_pair_closed", "пара завершила работу", "a pair was closed"),
    ("on_indicator_band_changed", "показатель сменил уровень", "an indicator changed its band"),
    ("on_meeting_missed", "встреча не состоялась", "a meeting was missed"),
    ("on_consent_missing", "не хватает согласия", "a paper is missing"),
];

/// Message templates: id, Russian, English.
pub const TEMPLATES: &[Entry] = &[
    ("stage-entered", "программа вошла в стадию", "a stage was entered"),
    ("stage-due", "подходит срок стадии", "a stage is due"),
    ("stage-overdue", "срок стадии прошёл", "a stage is overdue"),
    ("task-due", "подходит срок задачи", "a task is due"),
    ("task-overdue", "задача просрочена", "a task is overdue"),
    ("task-submitted", "задача ждёт согласования", "a task waits for approval"),
    ("task-returned", "задача возвращена", "a task was returned"),
    ("pair-proposed", "пара предложена", "a pair is proposed"),
    ("pair-formed", "пара закреплена приказом", "a pair is formed by order"),
    ("pair-broken", "пара распалась", "a pair broke off"),
    ("pair-closed", "пара завершила работу", "a pair was closed"),
    ("meeting-missed", "встреча не состоялась", "a meeting was missed"),
    ("consent-missing", "не хватает согласия", "a paper is missing"),
    ("band-changed", "показатель сменил уровень", "an indicator changed its band"),
    ("document-draft", "нужно подготовить документ", "a document is to be drafted"),
    ("document-to-sign", "документ ждёт подписи", "a document waits for signature"),
    ("document-registered", "документ зарегистрирован", "a document is registered"),
    ("programme-completed", "программа завершена", "a programme is completed"),
];

impl Known {
    /// Only the names of a shipped list.
    pub fn listed(entries: &[Entry]) -> Self {
        Self::Only(entries.iter().map(|(id, ..)| (*id).to_string()).collect())
    }

    /// Adds a name where the list is known.
    pub fn add(&mut self, name: &str) {
        if let Self::Only(names) = self {
            names.insert(name.to_string());
        }
    }

    /// Whether the name may be used.
    pub fn allows(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Only(names) => names.contains(name),
        }
    }
}

impl Default for Vocabulary {
    /// What ships. Guards are whatever the school's script has, so they are not checked here.
    fn default() -> Self {
        Self {
            roles: Known::listed(ROLES),
            tags: Known::listed(TAGS),
            documents: Known::listed(DOCUMENTS),
            evidence: Known::listed(EVIDENCE),
            guards: Known::Any,
            hooks: Known::listed(HOOKS),
            templates: Known::listed(TEMPLATES),
            stages: BTreeMap::new(),
        }
    }
}

impl Vocabulary {
    /// Adds a school's own names, from `workflows/vocabulary.toml`: lists `roles`, `tags`, `documents`, `evidence`,
    /// `guards`, `hooks`, `templates`. What cannot be read is reported, the rest is added.
    pub fn extend(&mut self, source: &str) -> Vec<Diagnostic> {
        let (additions, diagnostics) = read_additions(source);
        for (list, names) in additions {
            if let Some(known) = self.list_mut(list) {
                names.iter().for_each(|name| known.add(name));
            }
        }
        diagnostics
    }

    fn list_mut(&mut self, name: &str) -> Option<&mut Known> {
        Some(match name {
            "roles" => &mut self.roles,
            "tags" => &mut self.tags,
            "documents" => &mut self.documents,
            "evidence" => &mut self.evidence,
            "guards" => &mut self.guards,
            "hooks" => &mut self.hooks,
            "templates" => &mut self.templates,
            _ => return None,
        })
    }
}

/// The lists that a school may add to.
pub(super) const LISTS: &[&str] = &["roles", "tags", "documents", "evidence", "guards", "hooks", "templates"];

/// The meaning of a shipped name in a list such as [`ROLES`].
pub fn meaning(entries: &[Entry], id: &str) -> Option<Words> {
    let (_, ru, en) = entries.iter().find(|(known, ..)| *known == id)?;
    Some(Words { ru: (*ru).to_string(), en: (*en).to_string() })
}
