// SPDX-License-Identifier: GPL-2.0-only
import type { Call } from '../driver/code.ts';

/** Whether the holder may sleep: under a mutex, not under a spinlock or in a read-side section of RCU. */
export type LockContext = 'atomic' | 'sleeping';

/** Locks of one family are released by the same functions. */
export type LockFamily = 'spin' | 'rwlock' | 'rcu' | 'preempt' | 'mutex' | 'rwsem' | 'semaphore';

/** What a call that takes a lock returns: nothing, 0 where it has it, or something else where it has it. */
type Taken = 'always' | 'zero' | 'nonzero';

export interface Taking {
  readonly family: LockFamily;
  readonly context: LockContext;
  readonly taken: Taken;
}

const taking = (family: LockFamily, context: LockContext, taken: Taken = 'always'): Taking => ({
  family,
  context,
  taken,
});

/** Documentation/locking/locktypes.rst, Documentation/RCU/whatisRCU.rst. */
const TAKES: readonly (readonly [RegExp, Taking])[] = [
  [/^(raw_)?spin_lock(_bh|_irq|_irqsave)?(_nested|_nest_lock)?$/, taking('spin', 'atomic')],
  [/^(raw_)?spin_trylock(_bh|_irq|_irqsave)?$/, taking('spin', 'atomic', 'nonzero')],
  [/^(read|write)_lock(_bh|_irq|_irqsave)?$/, taking('rwlock', 'atomic')],
  [/^(read|write)_trylock$/, taking('rwlock', 'atomic', 'nonzero')],
  [/^rcu_read_lock(_bh|_sched)?$/, taking('rcu', 'atomic')],
  [/^(preempt|local_bh)_disable$/, taking('preempt', 'atomic')],
  [/^mutex_lock(_nested|_nest_lock|_io)?$/, taking('mutex', 'sleeping')],
  [/^mutex_lock_(interruptible|killable)(_nested)?$/, taking('mutex', 'sleeping', 'zero')],
  [/^mutex_trylock$/, taking('mutex', 'sleeping', 'nonzero')],
  [/^down_(read|write)(_nested|_nest_lock)?$/, taking('rwsem', 'sleeping')],
  [/^down_(read|write)_(interruptible|killable)(_nested)?$/, taking('rwsem', 'sleeping', 'zero')],
  [/^down_(read|write)_trylock$/, taking('rwsem', 'sleeping', 'nonzero')],
  [/^down$/, taking('semaphore', 'sleeping')],
  [/^down_(interruptible|killable|trylock|timeout)$/, taking('semaphore', 'sleeping', 'zero')],
];

const RELEASES: readonly (readonly [RegExp, LockFamily])[] = [
  [/^(raw_)?spin_unlock(_bh|_irq|_irqrestore)?$/, 'spin'],
  [/^(read|write)_unlock(_bh|_irq|_irqrestore)?$/, 'rwlock'],
  [/^rcu_read_unlock(_bh|_sched)?$/, 'rcu'],
  [/^(preempt_enable(_no_resched)?|local_bh_enable)$/, 'preempt'],
  [/^mutex_unlock$/, 'mutex'],
  [/^up_(read|write)(_non_owner)?$/, 'rwsem'],
  [/^up$/, 'semaphore'],
];

const named = <T>(table: readonly (readonly [RegExp, T])[]) => {
  const known = new Map<string, T | undefined>();
  return (name: string): T | undefined => {
    if (!known.has(name)) known.set(name, table.find(([pattern]) => pattern.test(name))?.[1]);
    return known.get(name);
  };
};

/** Undefined for a function that takes no lock. */
export const takingOf = named(TAKES);
export const lockRelease = named(RELEASES);

/** Whether a text may take a lock whose holder must not sleep: a search that spares the walk. */
export const ATOMIC =
  /\b(?:(?:raw_)?spin_(?:try)?lock|(?:read|write)_(?:try)?lock|rcu_read_lock|preempt_disable|local_bh_disable)\w*\(/;
export const TAKEN =
  /\b(?:(?:raw_)?spin_(?:try)?lock|(?:read|write)_(?:try)?lock|rcu_read_lock|mutex_(?:try)?lock|down(?:_read|_write)?|preempt_disable|local_bh_disable)\w*\(/;

/** Documentation of each says that it may sleep (`Context: Process context`, might_sleep()). */
const SLEEPS =
  /^(?:mutex_lock(?:_nested|_nest_lock|_io|_interruptible|_killable)?|down(?:_read|_write)?(?:_interruptible|_killable|_nested)?|down_timeout|copy_(?:from|to)_user|copy_struct_from_user|clear_user|get_user|put_user|v?memdup(?:_array)?_user(?:_nul)?|strndup_user|msleep(?:_interruptible)?|ssleep|usleep_range(?:_state)?|fsleep|schedule_timeout(?:_(?:uninterruptible|interruptible|killable))?|wait_for_completion(?:_(?:timeout|interruptible|killable|io)\w*)?|wait_event(?:_(?:timeout|interruptible|killable|interruptible_timeout|freezable))?|synchronize_(?:rcu|srcu|net|rcu_expedited)|flush_(?:work|workqueue|delayed_work)|cancel_(?:delayed_)?work_sync|vmalloc|vzalloc|kthread_stop|request_(?:threaded_)?irq|free_irq|pm_runtime_(?:get_sync|resume_and_get)|might_sleep)$/;
const ALLOCATES =
  /^(?:k[mzc]alloc(?:_\w+)?|kv[mzc]alloc(?:_\w+)?|krealloc(?:_array)?|kmem_cache_z?alloc|kmemdup(?:_\w+)?|kstrn?dup|kv?asprintf|devm_k[mzc]alloc(?:_array)?|devm_kasprintf|alloc_pages?|__get_free_pages?|get_zeroed_page)$/;
const MAY_WAIT = /\b(?:__)?GFP_(?:KERNEL|USER|HIGHUSER|KERNEL_ACCOUNT)\b/;

/** Whether a call may sleep, by its name and, where it allocates, by the flags that it passes. */
export function maySleep({ name, arguments: passed }: Pick<Call, 'name' | 'arguments'>): boolean {
  if (SLEEPS.test(name)) return true;
  return (
    ALLOCATES.test(name) && passed.some((one) => MAY_WAIT.test(one) && !/GFP_NOWAIT|GFP_ATOMIC|\?/.test(one))
  );
}
