// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { type Execution, learn, noKvm } from './accelerator.ts';
import type { BootRecord, Ended } from './boot.ts';
import { type CellOutcome, wasStopped } from './classify.ts';
import type { GuestEnd, Stop } from './guest-end.ts';
import { wasKilled } from './host-checks.ts';
import { forToday, type ProbeAnswer } from './kvm/answer.ts';
import type { Machine } from './machine.ts';

/** A boot under KVM that KVM may be to blame for, until the same has been seen under TCG. */
interface Suspicion {
  answer: ProbeAnswer;
  /** The cell that was under way; undefined where the guest had not come up. */
  cell: string | undefined;
}

/** KVM; a kernel that is gone before init, or whose clock ran away; a QEMU that somebody killed. */
type Cause = 'kvm' | 'died' | 'clock' | 'killed';

/**
 * What a series of boots is repeated for. What a probe cannot know: a CPU that runs, and a kernel that does not come up
 * on it, or is stopped in the middle; the cells run again under TCG, and where they get further there, KVM is not
 * used on this host again. A kernel under TCG that dies before init says nothing of any cell: once, a busy host may be
 * to blame. So it may be for a stall that is told by a clock which the kernel measured wrongly. Nor does a QEMU that somebody
 * killed: once more, as it may have been the memory killer's only victim.
 */
export class Patience {
  /** Kinds of boots that are repeated once each. */
  private readonly spent = new Set<Cause>();
  /** Why the last boot is repeated. */
  private cause: Cause | undefined;
  private suspicion: Suspicion | undefined;

  constructor(
    private readonly machine: Machine,
    /** How the next boot is executed. */
    public execution: Execution,
    private readonly context: Context,
  ) {}

  /** One clause; undefined where a boot stands as it is. */
  repeats(ended: Ended): string | undefined {
    const cause = this.causeOf(ended);
    this.cause = cause !== undefined && this.spent.has(cause) ? undefined : cause;
    if (this.cause === undefined) return undefined;
    this.spent.add(this.cause);
    if (this.cause === 'kvm') return `under KVM ${told(ended.end)}; under TCG now`;
    if (this.cause === 'clock') return 'the kernel measured its clock wrongly, and tells of a stall by it';
    return this.cause === 'died' ? `${told(ended.end)} before init started` : killedBy(ended.outcomes);
  }

  /** @throws NoKvm when KVM was asked for by name, and it is KVM that cannot go on */
  async after(boot: { record: BootRecord; outcomes: ReadonlyMap<string, CellOutcome> }): Promise<void> {
    const { record, outcomes } = boot;
    const { end, release } = record;
    if (this.cause === 'killed') return;
    if (record.accelerator === 'tcg') {
      const { suspicion } = this;
      this.suspicion = undefined;
      if (suspicion && gotFurther(suspicion, record, outcomes))
        await learn(this.machine, suspicion.answer, this.context);
      return;
    }
    const why = `in a boot ${told(end)}`;
    const answer = certain(end) ? { works: false, why } : forToday({ works: false, why });
    if (this.cause === 'kvm') {
      const cell = record.cells.find((name) => outcomes.get(name) === 'again');
      this.suspicion = { answer, cell: release === undefined ? undefined : cell };
      this.execution = { accelerator: 'tcg', why };
    } else if (release === undefined && (certain(end) || isLifeless(end))) {
      await learn(this.machine, answer, this.context);
      throw noKvm(this.machine, why);
    }
  }

  private causeOf({ end, release, outcomes, astray = false }: Ended): Cause | undefined {
    if (killedBy(outcomes) !== undefined) return 'killed';
    const early = release === undefined;
    if (this.execution.accelerator === 'kvm' && this.context.accelerator !== 'kvm')
      return early || wasStopped(end) ? 'kvm' : undefined;
    // Twenty seconds of such a clock may be two.
    if (!early && astray && stalled(outcomes)) return 'clock';
    if (early && end.kind === 'stopped' && end.why === 'splat') return stalled(outcomes) ? 'died' : undefined;
    return early && end.kind === 'exited' && end.status === 0 ? 'died' : undefined;
  }
}

/** What the failure of a boot says whose QEMU was killed from outside. */
function killedBy(outcomes: ReadonlyMap<string, CellOutcome>): string | undefined {
  const killed = [...outcomes.values()].find(wasKilled);
  return killed === undefined || killed === 'again' ? undefined : killed.failure?.title;
}

/** A CPU that had no time, on a busy host: of a kernel that has run nothing yet it proves nothing. */
function stalled(outcomes: ReadonlyMap<string, CellOutcome>): boolean {
  return [...outcomes.values()].some(
    (one) => one !== 'again' && /\bstall|soft lockup/.test(one.failure?.title ?? ''),
  );
}

/** Whether the guest got past where it ended under KVM. */
function gotFurther(
  { cell }: Suspicion,
  { release }: BootRecord,
  outcomes: ReadonlyMap<string, CellOutcome>,
): boolean {
  if (cell === undefined) return release !== undefined;
  const outcome = outcomes.get(cell);
  return outcome !== undefined && outcome !== 'again' && ['PASS', 'XFAIL', 'SKIP'].includes(outcome.verdict);
}

/** What is no chance: KVM's own word that it cannot go on, or a QEMU that gave up over it. */
function certain(end: GuestEnd): boolean {
  return end.kind === 'stopped' ? end.why === 'internal-error' : end.signal === 'SIGABRT';
}

function isLifeless(end: GuestEnd): boolean {
  return end.kind === 'stopped' && end.why === 'lifeless';
}

const STOPPED: Readonly<Partial<Record<Stop, string>>> = {
  'boot-timeout': 'the guest did not come up in time',
  lifeless: 'the guest gave no sign of life',
  splat: 'the kernel reported a fault',
  panic: 'the kernel panicked',
  'internal-error': 'QEMU stopped the guest (internal-error)',
  paused: 'QEMU stopped the guest',
};

function told(end: GuestEnd): string {
  if (end.kind === 'stopped') return STOPPED[end.why] ?? `the guest was ended (${end.why})`;
  return `QEMU ended (${end.signal ?? `status ${end.status ?? '?'}`})`;
}
