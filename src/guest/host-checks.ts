// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { requireSound } from '../mending.ts';
import { requireRoom } from '../output.ts';
import type { BootedKernel, BootRecord } from './boot.ts';
import type { CellOutcome } from './classify.ts';
import { QemuKilled } from './failures.ts';
import type { Guest } from './files.ts';

export function wasKilled(outcome: CellOutcome): boolean {
  return outcome !== 'again' && outcome.failure instanceof QemuKilled;
}

/** What the kernel's loader says of a module that is cut short or of another kernel. */
const NOT_LOADED = /Exec format error|Invalid module format|ENOEXEC/;

/**
 * Looks for the host's part in a boot that did not go well, before a design or a kernel is blamed.
 *
 * @throws OutputUnwritable where its files have no room; CacheDamaged where what it booted is not as it was made
 */
export async function requireHost(
  { release }: Pick<BootRecord, 'release'>,
  outcomes: readonly CellOutcome[],
  { guest, kernel, temporary }: { guest: Guest; kernel: BootedKernel; temporary: string },
  context: Context,
): Promise<void> {
  const failures = outcomes.flatMap((outcome) => (outcome === 'again' ? [] : (outcome.failure ?? [])));
  if (failures.length === 0) return;
  await requireRoom(temporary);
  const modules = [...guest.base, ...guest.cells.flatMap((cell) => cell.modules)];
  const programs = [...guest.tests, ...guest.cells.flatMap(({ tests = [] }) => tests)].map(
    ({ path }) => path,
  );
  await requireSound(context, [kernel.image, guest.init, ...modules, ...programs]);
  // An older kpw recorded no sums of its entries; such an entry is made again as soon as it is suspect.
  const silent =
    release === undefined && failures.some(({ code }) => ['BOOT_TIMEOUT', 'GUEST_EXITED'].includes(code));
  if (silent) await requireSound(context, [kernel.image], true);
  if (failures.some(({ detail }) => NOT_LOADED.test(detail ?? '')))
    await requireSound(context, modules, true);
}
