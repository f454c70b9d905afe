------------------------------- MODULE Leases -------------------------------
(* How tasks are claimed, renewed, ended and rescued: what every TaskStore promises and what a      *)
(* worker does, small enough for a machine to try every order of events. README.md says how to run  *)
(* it.                                                                                              *)
(*                                                                                                  *)
(* A state is one value for each of the VARIABLES. A formula with primes, as in queued' = ..., is a *)
(* step: what must be true before it, and what the variables are after it. TLC takes every step     *)
(* that is possible in every state it finds, and looks whether the properties at the end hold.      *)
(*                                                                                                  *)
(* Time goes in ticks. No moment is kept, only how long ago it was or how far ahead it lies: so the *)
(* number of states is finite although time has no end.                                             *)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Tasks, Workers,
  Lease,        \* length of a lease in ticks; a worker that was silent for as long has died
  Renew,        \* ticks between two renewals, a third of a lease
  MaxGap,       \* RescueGate.MAX_GAP: nobody looked for longer: the clock jumped, or all slept
  Grace,        \* RescueGate.GRACE: nobody is judged for so long after that
  MaxAttempts,  \* so many failures bury a task
  MaxFaults,    \* so many bad things happen
  PromptLooks,  \* whether a worker that is up looks each tick, or just at some time
  Mistake       \* "none", or one that the properties must notice

VARIABLES
  \* The store. A task is in one of four places; `ended` has every end that was ever stored.
  queued, leased, waiting, ended,
  row,          \* of each task: run, attempt, crashes, worker, left (of its lease), lastWrite
  heartbeat,    \* of each worker: ticks since the last
  gate,         \* RescueGate: since (ticks since a look), opensIn (ticks), closed (at that look)
  applied,      \* writes that took effect; kept for the properties alone
  \* The workers, each with one slot.
  mode,         \* up, cut (off from the store), stopped (by SIGSTOP), dead
  job,          \* phase, task, run, and left: of its lease by the worker's own clock
  \* The world.
  writes,       \* that were sent: each may arrive at any time, any number of times, or never
  sleep,        \* of the machine with everybody on it: ahead, now, over
  faults,       \* how many bad things have happened
  away          \* of each worker: ticks out of reach since its heartbeat; for the properties alone

store == <<queued, leased, waiting, ended, row, heartbeat, gate, applied>>
world == <<writes, sleep, faults, away>>
vars  == <<store, mode, job, world>>

Nothing == "nothing"
Idle == [phase |-> "idle", task |-> Nothing, run |-> 0, left |-> 0]
Max(a, b) == IF a > b THEN a ELSE b
Min(a, b) == IF a < b THEN a ELSE b

Ended == {e.task : e \in ended}
Over == Ended = Tasks /\ queued \union leased \union waiting = {}
Awake == sleep # "now"
LongAway == Lease - Renew - MaxGap   \* a worker that is out of reach for less has not died
\* When all is over, only what is still on its way can do harm: workers do nothing more.
Up(w) == ~Over /\ Awake /\ mode[w] = "up"
Runs(w) == ~Over /\ Awake /\ mode[w] \in {"up", "cut"}   \* handlers go on without the store

\* Whether the lease that the worker means is that of the store. The run stands for run and token: the
\* 64 random bits tell leases apart where runs count anew, after a purge or from a backup.
Holds(w) == job[w].task \in leased /\ row[job[w].task].run = job[w].run

Init ==
  /\ queued = Tasks /\ leased = {} /\ waiting = {} /\ ended = {}
  /\ row = [t \in Tasks |-> [run |-> 0, attempt |-> 1, crashes |-> 0, worker |-> Nothing, left |-> 0, lastWrite |-> 0]]
  /\ heartbeat = [w \in Workers |-> 0]
  /\ gate = [since |-> 0, opensIn |-> 0, closed |-> FALSE]
  /\ applied = {}
  /\ mode = [w \in Workers |-> "up"]
  /\ job = [w \in Workers |-> Idle]
  /\ writes = {} /\ sleep = "ahead" /\ faults = 0
  /\ away = [w \in Workers |-> 0]

----------------------------------------------------------------------------------------------------
(* Claim. The store answers a request with the number of the last one as it did then, and an older  *)
(* one with nothing. So a worker has one request, and its answer is kept in `job` until it is heard.*)

Ask(w) ==
  /\ Up(w) /\ job[w].phase = "idle" /\ queued # {}
  /\ job' = [job EXCEPT ![w].phase = "asking"]
  /\ UNCHANGED <<store, mode, world>>

\* The request arrives, whatever has become of its sender.
Give(w, t) ==
  /\ Awake /\ job[w].phase \in {"asking", "hanging"} /\ job[w].task = Nothing /\ t \in queued
  /\ queued' = queued \ {t} /\ leased' = leased \union {t}
  /\ row' = [row EXCEPT ![t].run = @ + 1, ![t].worker = w, ![t].left = Lease, ![t].lastWrite = 0]
  /\ job' = [job EXCEPT ![w].task = t, ![w].run = row'[t].run, ![w].left = Lease]
  /\ UNCHANGED <<waiting, ended, heartbeat, gate, applied, mode, world>>

\* The answer arrives. The lease counts from the request, not from now.
Begin(w) ==
  /\ Up(w) /\ job[w].phase = "asking" /\ job[w].task # Nothing
  /\ job' = [job EXCEPT ![w].phase = "running",
               ![w].left = IF Mistake = "counts a lease from its answer" THEN Lease ELSE @]
  /\ UNCHANGED <<store, mode, world>>

\* The answer was lost, and when the worker asks again the lease is over.
BeginNothing(w) ==
  /\ Up(w) /\ job[w].phase = "asking" /\ job[w].task # Nothing /\ ~Holds(w)
  /\ job' = [job EXCEPT ![w] = Idle]
  /\ UNCHANGED <<store, mode, world>>

----------------------------------------------------------------------------------------------------
(* Extend, with the heartbeat that the same thread sends.                                           *)

Extend(w) ==
  /\ Up(w) /\ heartbeat[w] > 0
  /\ heartbeat' = [heartbeat EXCEPT ![w] = 0] /\ away' = [away EXCEPT ![w] = 0]
  /\ IF job[w].phase \notin {"running", "writing"} THEN UNCHANGED <<row, job>>
     ELSE IF Holds(w)
     THEN /\ row' = [row EXCEPT ![job[w].task].left = Lease]
          /\ job' = [job EXCEPT ![w].left = Lease]
     ELSE /\ job' = [job EXCEPT ![w] = IF @.phase = "running" THEN Idle ELSE @]
          /\ UNCHANGED row
  /\ UNCHANGED <<queued, leased, waiting, ended, gate, applied, mode, writes, sleep, faults>>

\* By its own clock the lease is over: the worker lets go.
LetGo(w) ==
  /\ Runs(w) /\ job[w].phase \in {"running", "writing"} /\ job[w].left = 0
  /\ job' = [job EXCEPT ![w] = Idle]
  /\ UNCHANGED <<store, mode, world>>

----------------------------------------------------------------------------------------------------
(* Apply.                                                                                           *)

\* One outcome of an attempt is decided, and sent until there is an answer or the lease is over.
Decide(w, outcome) ==
  /\ Runs(w) /\ job[w].phase = "running"
  /\ job' = [job EXCEPT ![w].phase = "writing"]
  /\ writes' = writes \union {[task |-> job[w].task, run |-> job[w].run, outcome |-> outcome]}
  /\ UNCHANGED <<store, mode, sleep, away>>

Finish(w) == (Decide(w, "done") \/ Decide(w, "failure")) /\ UNCHANGED faults

\* What the store says to a write: the fence.
Answer(m) ==
  IF row[m.task].run # m.run /\ Mistake # "checks no token" THEN "LOST"
  ELSE IF row[m.task].run = m.run /\ row[m.task].lastWrite > 0 /\ Mistake # "keeps no write numbers"
  THEN "ALREADY_APPLIED"
  ELSE IF m.task \notin leased THEN "LOST" ELSE "APPLIED"

Apply(m) ==
  LET t == m.task
      buried == m.outcome = "failure" /\ row[t].attempt = MaxAttempts
      retried == m.outcome = "failure" /\ ~buried
      over == IF m.outcome = "done" \/ buried THEN {m} ELSE {}
  IN
  /\ Awake /\ Answer(m) = "APPLIED"
  /\ leased' = IF Mistake = "ends in two steps" THEN leased ELSE leased \ {t}
  /\ ended' = ended \union over
  /\ waiting' = IF retried THEN waiting \union {t} ELSE waiting
  /\ queued' = IF m.outcome = "hand back" THEN queued \union {t} ELSE queued
  /\ row' = [row EXCEPT ![t].attempt = IF retried THEN @ + 1 ELSE @, ![t].lastWrite = 1,
               ![t].worker = IF t \in leased' THEN @ ELSE Nothing,
               ![t].left = IF t \in leased' THEN @ ELSE 0]
  /\ applied' = applied \union {m}
  /\ UNCHANGED <<heartbeat, gate, mode, job, world>>

\* With that mistake, the second step.
EndLease(t) ==
  /\ Awake /\ Mistake = "ends in two steps" /\ t \in leased /\ t \in queued \union waiting \union Ended
  /\ leased' = leased \ {t}
  /\ UNCHANGED <<queued, waiting, ended, row, heartbeat, gate, applied, mode, job, world>>

Own(w) == CHOOSE m \in writes : m.task = job[w].task /\ m.run = job[w].run

\* The answer arrives. Which it was makes no difference to the worker: it goes on to other work.
Stored(w) ==
  /\ Up(w) /\ job[w].phase = "writing" /\ Answer(Own(w)) # "APPLIED"
  /\ job' = [job EXCEPT ![w] = Idle]
  /\ UNCHANGED <<store, mode, world>>

\* A failed task is due again.
Due(t) ==
  /\ Awake /\ t \in waiting
  /\ waiting' = waiting \ {t} /\ queued' = queued \union {t}
  /\ UNCHANGED <<leased, ended, row, heartbeat, gate, applied, mode, job, world>>

----------------------------------------------------------------------------------------------------
(* Rescue, by whoever looks.                                                                        *)

Verdict(t) ==   \* of an ended lease, as RescueRule.judge
  LET age == heartbeat[row[t].worker] IN
  IF age >= Lease \/ Mistake = "looks at no heartbeat" THEN "CRASHED"
  ELSE IF -age < row[t].left THEN "WAIT" ELSE "RETURN"

OpensIn ==      \* as RescueGate.step
  LET inGrace == CASE Mistake = "always waits for a late caller" -> FALSE
                   [] Mistake = "begins a grace anew that still runs" -> gate.closed /\ gate.opensIn = 0
                   [] OTHER -> gate.closed
  IN IF gate.since > MaxGap /\ ~inGrace /\ Mistake # "has no gate" THEN Grace ELSE gate.opensIn

Look ==
  LET judged == IF OpensIn > 0 THEN {} ELSE {t \in leased : row[t].left <= 0}
      crashed == {t \in judged : Verdict(t) = "CRASHED"}
      back == crashed \union {t \in judged : Verdict(t) = "RETURN"}
  IN
  /\ \E w \in Workers : Up(w)
  /\ gate' = [since |-> 0, opensIn |-> OpensIn, closed |-> OpensIn > 0]
  /\ leased' = leased \ back /\ queued' = queued \union back
  /\ row' = [t \in Tasks |-> [row[t] EXCEPT
       !.crashes = IF t \in crashed THEN @ + 1 ELSE @,
       !.attempt = IF t \in crashed /\ Mistake = "spends attempts on crashes" THEN @ + 1 ELSE @,
       !.lastWrite = IF t \in back THEN 0 ELSE @,
       !.worker = IF t \in back THEN Nothing ELSE @,
       !.left = IF t \in back THEN 0 ELSE @]]
  /\ UNCHANGED <<waiting, ended, heartbeat, applied, mode, job, world>>

----------------------------------------------------------------------------------------------------
(* Time waits for what is quick: a worker that is up renews, and hears an answer that is there.     *)

Quick(w) == heartbeat[w] < Renew /\ ~(job[w].phase = "asking" /\ job[w].task # Nothing)

Tick ==
  /\ ~Over
  /\ \A w \in Workers : Up(w) => Quick(w) /\ (PromptLooks => gate.since = 0)
  /\ row' = [t \in Tasks |-> IF t \in leased THEN [row[t] EXCEPT !.left = Max(@ - 1, -Lease)] ELSE row[t]]
  /\ heartbeat' = [w \in Workers |-> Min(heartbeat[w] + 1, Lease)]
  /\ gate' = [gate EXCEPT !.since = Min(@ + 1, MaxGap + 1), !.opensIn = Max(@ - 1, 0)]
  /\ job' = [w \in Workers |-> [job[w] EXCEPT !.left = Max(@ - 1, 0)]]
  /\ away' = [w \in Workers |-> IF Awake /\ mode[w] # "up" THEN Min(away[w] + 1, LongAway) ELSE away[w]]
  /\ UNCHANGED <<queued, leased, waiting, ended, applied, mode, writes, sleep, faults>>

----------------------------------------------------------------------------------------------------
(* What goes wrong, and ends again. What befalls an idle worker is of no interest.                  *)

Fails(w) ==
  \/ \E how \in {"cut", "stopped"} : mode[w] = "up" /\ job[w].phase # "idle" /\ mode' = [mode EXCEPT ![w] = how]
       /\ UNCHANGED <<store, job, away>>
  \/ \* kill -9, but never of all. A claim that is on its way arrives all the same.
     /\ mode[w] # "dead" /\ job[w].phase # "idle" /\ \E other \in Workers \ {w} : mode[other] # "dead"
     /\ mode' = [mode EXCEPT ![w] = "dead"]
     /\ job' = [job EXCEPT ![w] = IF @.phase \in {"asking", "hanging"} /\ @.task = Nothing THEN @ ELSE Idle]
     /\ UNCHANGED <<store, away>>
  \/ \* A claim hangs while heartbeats go on.
     /\ Up(w) /\ job[w].phase = "asking" /\ job' = [job EXCEPT ![w].phase = "hanging"]
     /\ UNCHANGED <<store, mode, away>>
  \/ \* A heartbeat that was long on its way arrives.
     /\ mode[w] # "up" /\ heartbeat' = [heartbeat EXCEPT ![w] = 0] /\ away' = [away EXCEPT ![w] = 0]
     /\ UNCHANGED <<queued, leased, waiting, ended, row, gate, applied, mode, job>>
  \/ \* So does a renewal, and only the store knows.
     /\ mode[w] # "up"
     /\ \E t \in leased : row[t].worker = w /\ row' = [row EXCEPT ![t].left = Lease]
     /\ UNCHANGED <<queued, leased, waiting, ended, heartbeat, gate, applied, mode, job, away>>

Fault ==
  /\ ~Over /\ Awake /\ faults < MaxFaults /\ faults' = faults + 1
  /\ \/ \E w \in Workers : Fails(w) /\ UNCHANGED <<writes, sleep>>
     \/ sleep = "ahead" /\ sleep' = "now" /\ UNCHANGED <<store, mode, job, writes, away>>
     \/ \E w \in Workers : Decide(w, "hand back")   \* an operator stops a worker; it goes on as a new one

Recover(w) ==
  /\ ~Over /\ Awake /\ (mode[w] \in {"cut", "stopped"} \/ (mode[w] = "up" /\ job[w].phase = "hanging"))
  /\ mode' = [mode EXCEPT ![w] = "up"]
  /\ job' = [job EXCEPT ![w].phase = IF @ = "hanging" THEN "asking" ELSE @]
  /\ UNCHANGED <<store, world>>

Wake == ~Over /\ ~Awake /\ sleep' = "over" /\ UNCHANGED <<store, mode, job, writes, faults, away>>

----------------------------------------------------------------------------------------------------

Next ==
  \/ Tick \/ Look \/ Fault \/ Wake
  \/ \E m \in writes : Apply(m)
  \/ \E t \in Tasks : Due(t) \/ EndLease(t)
  \/ \E w \in Workers : \/ Ask(w) \/ Begin(w) \/ BeginNothing(w) \/ Extend(w) \/ LetGo(w)
                        \/ Finish(w) \/ Stored(w) \/ Recover(w) \/ \E t \in Tasks : Give(w, t)
  \/ Over /\ UNCHANGED vars   \* the only standstill that is no fault; TLC reports any other

\* What can be done is done at some time: time passes, somebody looks, nobody who is up is idle for ever.
Fairness ==
  /\ WF_vars(Tick) /\ WF_vars(Look) /\ WF_vars(Wake)
  /\ \A t \in Tasks : WF_vars(Due(t))
  /\ \A w \in Workers :
       /\ WF_vars(Ask(w) \/ Begin(w) \/ BeginNothing(w) \/ Finish(w) \/ Stored(w))
       /\ WF_vars((\E t \in Tasks : Give(w, t)) \/ (Up(w) /\ job[w].phase = "writing" /\ Apply(Own(w))))
       /\ WF_vars(Extend(w)) /\ WF_vars(Recover(w))

Spec == Init /\ [][Next]_vars /\ Fairness

Alike == Permutations(Workers)   \* which worker is which makes no difference, which halves the states

----------------------------------------------------------------------------------------------------
(* Properties.                                                                                      *)

\* Nothing is lost: a task is always in exactly one place.
OnePlace == \A t \in Tasks :
  Cardinality({p \in {"q", "l", "w", "e"} :
    t \in CASE p = "q" -> queued [] p = "l" -> leased [] p = "w" -> waiting [] p = "e" -> Ended}) = 1

\* No task ends twice ...
EndsOnce == \A t \in Tasks : Cardinality({e \in ended : e.task = t}) <= 1

\* ... and each ends at some time.
EveryTaskEnds == <>Over

\* Whoever runs a task and, by its own clock, may, has the lease. So nothing runs twice at once.
OneOwner == \A w \in Workers :
  mode[w] # "dead" /\ job[w].phase = "running" /\ job[w].left > 0 => Holds(w)

\* Only the last owner ends a task.
LateOwnerChangesNothing == \A e \in ended : e.run = row[e.task].run

\* A write that took effect never does so again, and says so until the task is claimed anew.
RepeatedApply == \A m \in applied :
  Answer(m) = IF row[m.task].run = m.run THEN "ALREADY_APPLIED" ELSE "LOST"

\* Attempts are spent by failures that were stored, and by nothing else.
OnlyFailuresSpendAttempts == \A t \in Tasks :
  row[t].attempt = Min(MaxAttempts, 1 + Cardinality({m \in applied : m.task = t /\ m.outcome = "failure"}))

\* A crash is counted only of a worker that was out of reach for long enough; a sleep of all is none.
InnocentCountsNoCrash == [][\A t \in Tasks :
  row'[t].crashes > row[t].crashes => away[row[t].worker] = LongAway]_vars
=============================================================================
