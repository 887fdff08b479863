//! An open home at work: the store, the school, the actor, and the way requests go.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use vekha_core::command::{Action, Actor, Created};
use vekha_core::decide::{Decision, Rules};
use vekha_core::digest::Digest;
use vekha_core::event::Recorded;
use vekha_core::ids::{CommandId, SchoolId};
use vekha_core::vault::VaultPut;
use vekha_core::view::Read;

use super::{Ctx, Failure, Kind, refusal};
use crate::app::{Acted, App, AppError, Directory, Reading, Request};
use crate::app::{erasures, guards};
use crate::clock::Clock;
use crate::config::Home;
use crate::lang::Lang;
use crate::notify::Engine;
use crate::script::sandbox::Sandbox;
use crate::store::{Access, Options, Store, StoreError};

/// An open home at work.
pub struct Session {
    /// The engine.
    pub app: App,
    /// The school to work with.
    pub school: SchoolId,
    /// Who acts.
    pub actor: Actor,
    lang: Lang,
    as_of: Option<NaiveDate>,
    dry_run: bool,
    command_id: Option<CommandId>,
    /// The event whose state is read, where the command repeats one that was carried out before: what it looks at
    /// before it acts is what the first one saw, and what it tells of afterwards what that one left.
    moment: Cell<Option<u64>>,
}

/// What a writing command did, or would do.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What happened, or would.
    pub events: Vec<Recorded>,
    /// What came into being, or would.
    pub created: Vec<Created>,
    /// What was carried out; `None` for a dry run.
    pub acted: Option<Acted>,
    /// Texts that a dry run would have put into the vault.
    pub vault: Vec<VaultPut>,
}

impl Ctx {
    /// How the store of this home is opened.
    pub fn store_options(&self) -> Options {
        Options {
            wait: Duration::from_secs(3),
            command: format!("vekha {}", self.command),
            now: self.clock.now().timestamp_millis(),
            files: self.files.clone(),
            ..Options::default()
        }
    }

    /// Opens the home for a command that only reads.
    pub fn reading(&self) -> Result<Session, Failure> {
        self.session(Access::Read)
    }

    /// Opens the home for a command that writes. A dry run only reads.
    pub fn writing_session(&self) -> Result<Session, Failure> {
        let writing = self.writing()?;
        let session = self.session(if writing.dry_run { Access::Read } else { Access::Write })?;
        session.look_back()?;
        Ok(session)
    }

    /// The engine over the home's store.
    pub fn app(&self, access: Access) -> Result<App, Failure> {
        let home = self.home()?;
        let store = self.open(home, access).map_err(|error| refusal::failure(error.into(), self.lang))?;
        Ok(self.app_over(store, self.clock))
    }

    /// Opens the home's store. Whoever writes first finishes an erasure that was interrupted.
    fn open(&self, home: &Home, access: Access) -> Result<Store, StoreError> {
        let (file, options) = (home.store_file(), self.store_options());
        if access == Access::Write && erasures::is_begun(&file)? {
            erasures::finish(&file, &home.backups(), &options)?;
        }
        Store::open(&file, access, &options)
    }

    /// The engine over an open store.
    pub fn app_over(&self, store: Store, clock: Clock) -> App {
        let app = App::new(store, clock);
        // Without a sandbox nobody is asked and nobody told: what needs a guard is refused, other steps are taken.
        match Sandbox::new(self.limits()) {
            Ok(sandbox) => {
                let guards = guards::Published::new(sandbox.clone(), self.lang);
                app.with_guards(Arc::new(guards)).with_hooks(Arc::new(Engine::new(sandbox)))
            }
            Err(_) => app,
        }
    }

    fn session(&self, access: Access) -> Result<Session, Failure> {
        let app = self.app(access)?;
        let school =
            school_named(&app, &self.school()?).map_err(|error| refusal::failure(error, self.lang))?;
        Session::over(self, app, school)
    }
}

impl Session {
    /// One school of an open store.
    pub fn over(ctx: &Ctx, app: App, school: SchoolId) -> Result<Self, Failure> {
        let (login, roles) = ctx.actor()?;
        if ctx.globals.verbose > 0 {
            let reading = app.read(school, None).map_err(|error| refusal::failure(error, ctx.lang))?;
            let set = reading.published()?.map(|set| set.digest.short());
            let file = app.store.path().map(|path| path.display().to_string()).unwrap_or_default();
            let events = vekha_core::view::View::head(&reading).seq;
            let set = set.unwrap_or_default();
            tracing::info!(%file, school = school.0, %set, events, user = %login, "opened");
        }
        Ok(Self {
            app,
            school,
            actor: Actor { login, roles: roles.into_iter().collect() },
            lang: ctx.lang,
            as_of: ctx.globals.as_of,
            dry_run: ctx.globals.dry_run,
            command_id: ctx.globals.command_id.as_deref().map(command_id).transpose()?,
            moment: Cell::default(),
        })
    }

    /// Where this command repeats one that was carried out before, lets it see what that one saw.
    pub fn look_back(&self) -> Result<(), Failure> {
        let Some(id) = self.command_id.filter(|_| !self.dry_run) else { return Ok(()) };
        let answer = self.app.answer(self.school, id).map_err(|error| self.fault(error))?;
        self.moment.set(answer.and_then(|answer| answer.first.checked_sub(1)));
        Ok(())
    }

    /// One school of a copy in memory, to try things on: whatever the options say, nothing of it is kept.
    pub fn simulated(ctx: &Ctx, app: App, school: SchoolId) -> Result<Self, Failure> {
        let session = Self::over(ctx, app, school)?;
        let actor = Actor { roles: ["owner".to_owned()].into(), ..session.actor };
        Ok(Self { actor, as_of: None, dry_run: false, command_id: None, ..session })
    }

    /// The school now, or as `--as-of` asks; for a repeat, as the first one saw it.
    pub fn read(&self) -> Result<Reading<'_>, Failure> {
        let reading = match self.moment.get() {
            Some(seq) => self.app.read_at(self.school, seq),
            None => self.app.read(self.school, self.as_of),
        };
        reading.map_err(|error| self.fault(error))
    }

    /// Carries an action out, or with `--dry-run` says what it would do. `on`: when it happened.
    pub fn act(&self, action: Action, on: Option<NaiveDate>) -> Result<Outcome, Failure> {
        self.act_with(action, on, Vec::new())
    }

    /// The same with contents that the action names by digest.
    pub fn act_with(
        &self,
        action: Action,
        on: Option<NaiveDate>,
        blobs: Vec<(Digest, Vec<u8>)>,
    ) -> Result<Outcome, Failure> {
        let id = self.command_id;
        let request = Request { on, id, blobs, ..Request::new(self.school, self.actor.clone(), action) };
        let done = match self.dry_run {
            true => self.read().map(|reading| self.preview(&request, &reading))?,
            false => self.carry_out(&request),
        };
        done.map_err(|error| match error {
            AppError::Refused(found) => match self.read() {
                Ok(reading) => refusal::refused(&found, reading, self.lang),
                Err(failure) => failure,
            },
            other => refusal::failure(other, self.lang),
        })
    }

    fn preview(&self, request: &Request, reading: &Reading<'_>) -> Result<Outcome, AppError> {
        let Decision { events, vault, answer, .. } = self.app.preview(request, reading)?;
        Ok(Outcome { events, vault, created: answer.created, acted: None })
    }

    /// A repeat gives the events it gave before.
    fn carry_out(&self, request: &Request) -> Result<Outcome, AppError> {
        let acted = self.app.act(request)?;
        let mut events = acted.events.clone();
        self.moment.set(self.moment.get().map(|_| acted.answer.last));
        if acted.repeated && acted.answer.first > 0 {
            let snapshot = self.app.store.snapshot()?;
            let all = snapshot.events(self.school, acted.answer.first)?;
            let known = usize::try_from(acted.answer.last + 1 - acted.answer.first).unwrap_or(0);
            events = all.take(known).collect::<Result<_, _>>()?;
        }
        let created = acted.answer.created.clone();
        Ok(Outcome { events, vault: Vec::new(), created, acted: Some(acted) })
    }

    /// Whether the command of this id was carried out before.
    pub fn is_repeat(&self) -> bool {
        self.moment.get().is_some()
    }

    /// The id that the person gave.
    pub fn command_id(&self) -> Option<CommandId> {
        self.command_id
    }

    /// Whether nothing is written.
    pub fn is_dry(&self) -> bool {
        self.dry_run
    }
}

/// What commands read before they ask for a change.
impl Session {
    /// What an action would do; nothing is written, whatever the options say.
    pub fn would(&self, action: Action) -> Result<Vec<Recorded>, Failure> {
        let request = Request::new(self.school, self.actor.clone(), action);
        let decision = self.app.preview(&request, &self.read()?);
        decision.map(|decision| decision.events).map_err(|error| self.fault(error))
    }

    /// The rules in force.
    pub fn rules(&self) -> Result<Arc<Rules>, Failure> {
        self.read()?.rules().map_err(|error| self.fault(error))
    }

    /// Who is who.
    pub fn directory(&self) -> Result<Directory, Failure> {
        self.read()?.directory().map_err(|error| self.fault(error))
    }

    fn fault(&self, error: AppError) -> Failure {
        refusal::failure(error, self.lang)
    }
}

/// A school by its number or its name; the only one there is when none fits by name.
pub fn school_named(app: &App, wanted: &str) -> Result<SchoolId, AppError> {
    let snapshot = app.store.snapshot()?;
    let mut known = Vec::new();
    let mut like = Vec::new();
    for (id, _) in snapshot.schools()? {
        let name = snapshot.school(id)?.school()?.map(|school| school.name).unwrap_or_default();
        if id.to_string() == wanted || name == wanted {
            return Ok(id);
        }
        if has_words(&name, wanted) {
            like.push(id);
        }
        known.push(format!("{id} — {name}"));
    }
    match like[..] {
        [only] => Ok(only),
        _ => Err(AppError::NoSchool { wanted: wanted.into(), known }),
    }
}

/// Whether a name has these words in it; a number only where it is not a part of another: «2» is not in «№ 12».
fn has_words(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (name.to_lowercase(), wanted.trim().to_lowercase());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    !wanted.is_empty()
        && name.match_indices(&wanted).any(|(at, _)| {
            let (before, behind) = (name[..at].chars().next_back(), name[at + wanted.len()..].chars().next());
            !(digit(before) && digit(wanted.chars().next())
                || digit(behind) && digit(wanted.chars().next_back()))
        })
}

/// A command id as the person gives it: 32 hexadecimal digits or any other text, which is digested.
fn command_id(text: &str) -> Result<CommandId, Failure> {
    if text.trim().is_empty() {
        return Err(Failure::new(Kind::Usage, "command-id-empty"));
    }
    Ok(CommandId::from_hex(text).unwrap_or_else(|| {
        let digest = Digest::of(&[b"vekha command id", text.trim().as_bytes()]);
        let mut id = [0; 16];
        id.copy_from_slice(&digest.0[..16]);
        CommandId(id)
    }))
}
