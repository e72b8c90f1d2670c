// SPDX-License-Identifier: GPL-2.0-only
// Do the tests and rules find anything? Designs broken on purpose, and what catches each.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { check } from '../checks/index.ts';
import { type PreparedGroup, prepareWhole } from '../src/evidence/prepare.ts';
import { sidesSubject } from '../src/evidence/uapi/compare-sides.ts';
import { type DesignSides, designSides } from '../src/evidence/uapi/designs.ts';
import type { CellResult } from '../src/guest/cell-result.ts';
import { runCells } from '../src/guest/cells.ts';
import type { GuestCell } from '../src/guest/files.ts';
import { leaves } from '../src/guest/ktap.ts';
import { findMachine } from '../src/guest/machines.ts';
import { NeedsSource } from '../src/kernel/failures.ts';
import { compose, type Designs } from '../src/series/generate.ts';
import { sideOfTree } from '../src/uapi/side/tree.ts';
import { TARGETS } from '../src/uapi/targets.ts';
import { DEADLY, HARMLESS } from './broken-designs.ts';
import { brokenChoice, brokenTopic, cellOf, type Mistake } from './broken-variant.ts';
import { allVariants, debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const machine = await findMachine('x86-intel');

/** Programs that measure, or ask the machine rather than the design: none of the mistakes is theirs to find. */
const BESIDE_THE_POINT =
  /_(complaint|isolation|today|answers|bus|caller|config|copies|kept|resource|taken|ways)_test$/;

let made: Designs;
let sides: DesignSides;
let prepared: PreparedGroup;
let results: Map<string, CellResult>;

beforeAll(async () => {
  const tree = await debian('6.1');
  const folder = await temporaryFolder();
  const mistakes = [...HARMLESS, ...DEADLY].map(brokenChoice);
  made = await compose(brokenTopic, tree, [...mistakes, ...allVariants()]);
  sides = designSides(made, await sideOfTree(tree));
  const request = { designs: made, machine, out: folder, project: PROJECT };
  [prepared] = await prepareWhole(request, testContext());
  const run = async (name: string, cells: readonly string[], programSeconds: number) => {
    const guest = {
      ...prepared.guest,
      cells: cells.flatMap((cell): GuestCell[] => prepared.guest.cells.filter((one) => one.name === cell)),
      tests: prepared.guest.tests.filter(({ name }) => !BESIDE_THE_POINT.test(name)),
      programSeconds,
    };
    const output = join(folder, name);
    return (await runCells(guest, machine, prepared.kernel, { output }, testContext())).cells;
  };
  const all = await Promise.all([
    run('harmless', HARMLESS.map(cellOf), 60),
    // A sound design behind each deadly one.
    run('deadly', deadlyAndSound(), 10),
  ]);
  results = new Map(all.flat().map((result) => [result.cell, result]));
});

function deadlyAndSound(): string[] {
  const sound = allVariants().map(({ variant }) => variant.id);
  return DEADLY.flatMap((mistake) => [cellOf(mistake), ...sound.splice(0, 1)]);
}

function line(name: string, cell: string): string {
  const result = results.get(cell);
  const failure = result?.failure ?? prepared.builds.find((build) => build.cell.name === cell)?.failure;
  return [`${name} →`, result?.verdict ?? (failure instanceof NeedsSource ? 'SKIP' : 'MISS'), failure?.code]
    .filter(Boolean)
    .join(' ');
}

/**
 * The test that calls at random: what it meets differs from boot to boot, so the table is without it, and only what it
 * meets in all boots is asked of it.
 */
const AT_RANDOM = /^hostile\..*gets_no_further$/;

/** The leaves that failed, as `msix_bar.nvme.mmap_table`. */
function failedTests(mistake: Mistake): string[] {
  const documents = (results.get(cellOf(mistake))?.programs ?? []).map(({ document }) => document);
  return documents
    .flatMap(({ tests }) => [...leaves(tests)])
    .filter(({ status }) => status === 'FAIL' || status === 'ERROR')
    .map(({ name }) => name);
}

/** Tests that failed, as `msix_bar.{e1000e,nvme}.mmap_table`, and rules that found something. */
function catches(mistake: Mistake): string[] {
  const roles = new Map<string, string[]>();
  for (const name of failedTests(mistake).filter((one) => !AT_RANDOM.test(one))) {
    const [, fixture = '', role, test] = /^(\w+)(?:\.(\w+))?\.(\w+)$/.exec(name) ?? [];
    const key = `${fixture}.ROLE${test}`;
    roles.set(key, [...(roles.get(key) ?? []), ...(role ? [role] : [])]);
  }
  const tests = [...roles].map(([key, [first, ...others]]) =>
    key.replace('ROLE', others.length > 0 ? `{${[first, ...others]}}.` : first ? `${first}.` : ''),
  );
  return [...tests, ...rules(mistake)];
}

/** What the rules say of it beside the sound tree with the prerequisite; what is merely new says nothing. */
function rules(mistake: Mistake): string[] {
  const subject = sidesSubject(sides.base, sides.side(mistake.name, compositionOf(mistake)), TARGETS);
  const found = check(subject).filter(({ effect }) => !/^additive/.test(effect ?? ''));
  return [...new Set(found.map(({ rule, severity }) => `${rule} (${severity})`))];
}

function compositionOf(mistake: Mistake): Designs['baseline'] {
  const design = made.variants.find(({ variant }) => variant.id === cellOf(mistake));
  if (!design) throw new Error(`${mistake.name} was not made`);
  return design.composition;
}

test('every broken design is caught, by a test or by a rule', () => {
  const table = HARMLESS.flatMap((mistake) => [
    line(mistake.name, cellOf(mistake)),
    ...catches(mistake).map((catcher) => `    ${catcher}`),
  ]);
  expect(table.join('\n')).toMatchInlineSnapshot(`
    "restriction: forgets the overlap check → FAIL TESTS_FAILED
        vectors.e1000e.survive_writes_to_the_table
        vectors.e1000e.fire_after_a_reset
        msix_bar.{e1000e,nvme}.mmap_whole
        msix_bar.{e1000e,nvme}.mmap_table
        msix_bar.{e1000e,nvme}.mmap_touching
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-default-changed (warning)
    restriction: refuses the page behind the table too → FAIL TESTS_FAILED
        old_userspace.{e1000e,nvme,nvme64k}.maps_what_it_did
        old_userspace.e1000e.reads_through_its_mapping
        device.nvme.pread_and_mmap_agree
        msix_bar.{e1000e,nvme}.mmap_after
        further.{nvme64k,vmxnet3}.is_as_promised
    restriction: refuses the page before the table too → FAIL TESTS_FAILED
        old_userspace.{nvme,nvme64k}.maps_what_it_did
        old_userspace.{nvme,nvme64k}.reads_through_its_mapping
        msix_bar.nvme.mmap_before
        further.{nvme64k,xhci}.is_as_promised
    restriction: does not cover the table's last page → FAIL TESTS_FAILED
        vectors.e1000e.survive_writes_to_the_table
        vectors.e1000e.fire_after_a_reset
        msix_bar.e1000e.mmap_whole
        msix_bar.{e1000e,nvme}.mmap_table
        msix_bar.{e1000e,nvme}.mmap_touching
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
    restriction: covers only the table's first page → FAIL TESTS_FAILED
        further.nvme64k.is_as_promised
    restriction: looks only where a range begins → FAIL TESTS_FAILED
        msix_bar.nvme.mmap_whole
        msix_bar.nvme.mmap_touching
        further.{nvme64k,xhci}.is_as_promised
    restriction: tells only the first of two areas → FAIL TESTS_FAILED
        old_userspace.{nvme,nvme64k,virtio}.maps_what_it_did
        msix_bar.nvme.sparse
        further.{nvme64k,virtio}.is_as_promised
    restriction: off by one at the end of the table → FAIL TESTS_FAILED
        old_userspace.nvme64k.maps_what_it_did
        further.nvme64k.is_as_promised
    restriction: an area overlaps the table → FAIL TESTS_FAILED
        old_userspace.{e1000e,nvme,nvme64k}.maps_what_it_did
        old_userspace.e1000e.reads_through_its_mapping
        msix_bar.{e1000e,nvme}.sparse
        msix_bar.{e1000e,nvme}.sparse_areas_are_sound
        further.{nvme64k,vmxnet3}.is_as_promised
    restriction: tells too small an argsz → FAIL TESTS_FAILED
        old_userspace.{e1000e,nvme,nvme64k,virtio}.maps_what_it_did
        old_userspace.{e1000e,nvme,nvme64k}.reads_through_its_mapping
        device.{e1000e,nvme}.regions_are_well_formed
        device.{e1000e,nvme}.argsz_protocol
        msix_bar.{e1000e,nvme}.caps
        msix_bar.{e1000e,nvme}.sparse
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
    restriction: never frees the areas → FAIL TESTS_FAILED
        hostile.{e1000e,nvme}.takes_no_memory
    restriction: lets a range end past the BAR → FAIL TESTS_FAILED
        plain_bar.{e1000e,plain}.mmap_past
    restriction: another answer to an unknown ioctl → FAIL TESTS_FAILED
        device.{e1000e,nvme,plain}.unknown_ioctl
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        hnd-errno (warning)
        beh-errno-changed (warning)
    restriction: pread shows the table → FAIL TESTS_FAILED
        msix_bar.{e1000e,nvme}.pread_hides_table
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-range-changed (warning)
    opt-in: forgets the overlap check → FAIL TESTS_FAILED
        optin.{e1000e,nvme}.short_argsz
        optin.{e1000e,nvme}.unknown_flags
        optin.{e1000e,nvme}.bad_pointer
        optin.{e1000e,nvme}.withdraws
        optin.{e1000e,nvme}.reopen
        optin.{e1000e,nvme}.leaves_other_devices_alone
        msix_bar.{e1000e,nvme}.mmap_whole
        msix_bar.{e1000e,nvme}.mmap_table
        msix_bar.{e1000e,nvme}.mmap_touching
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-default-changed (warning)
        tre-docs-untouched (note)
    opt-in: forgets the flag check → FAIL TESTS_FAILED
        optin.{e1000e,nvme}.unknown_flags
        hnd-flags-unchecked (warning)
        tre-docs-untouched (note)
    opt-in: forgets the argsz check → FAIL TESTS_FAILED
        optin.{e1000e,nvme}.short_argsz
        hnd-argsz-unchecked (error)
        tre-docs-untouched (note)
    opt-in: wants argsz exact → FAIL TESTS_FAILED
        optin.{e1000e,nvme}.larger_argsz
        tre-docs-untouched (note)
    opt-in: opts in, then refuses the flags → FAIL TESTS_FAILED
        optin.{e1000e,nvme}.short_argsz
        optin.{e1000e,nvme}.unknown_flags
        optin.{e1000e,nvme}.withdraws
        tre-docs-untouched (note)
    opt-in: blames the value where the pointer is bad → FAIL TESTS_FAILED
        optin.{e1000e,nvme}.bad_pointer
        hnd-errno (warning)
        tre-docs-untouched (note)
    opt-in: resets nothing on open → FAIL TESTS_FAILED
        old_userspace.nvme.maps_what_it_did
        optin.{e1000e,nvme}.withdraws
        optin.{e1000e,nvme}.reopen
        optin.{e1000e,nvme}.leaves_other_devices_alone
        optin.nvme.short_argsz
        optin.nvme.unknown_flags
        optin.nvme.bad_pointer
        msix_bar.{e1000e,nvme}.caps
        msix_bar.{e1000e,nvme}.sparse
        msix_bar.{e1000e,nvme}.mmap_whole
        msix_bar.{e1000e,nvme}.mmap_table
        msix_bar.{e1000e,nvme}.mmap_touching
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        tre-docs-untouched (note)
    opt-in: can be withdrawn → FAIL TESTS_FAILED
        race.leaves_a_state
        optin.{e1000e,nvme}.withdraws
        tre-docs-untouched (note)
    opt-in: says EBUSY and withdraws all the same → FAIL TESTS_FAILED
        race.leaves_a_state
        optin.{e1000e,nvme}.withdraws
        tre-docs-untouched (note)
    opt-in: still tells the sparse areas afterwards → FAIL TESTS_FAILED
        new_userspace.{e1000e,nvme}.opts_in_by_name
        race.leaves_a_state
        optin.{e1000e,nvme}.opts_in
        optin.{e1000e,nvme}.withdraws
        optin.{e1000e,nvme}.leaves_other_devices_alone
        further.{nvme64k,xhci,virtio,vmxnet3}.opts_in
        tre-docs-untouched (note)
    opt-in: still refuses the mmap afterwards → FAIL TESTS_FAILED
        new_userspace.{e1000e,nvme}.opts_in_by_name
        vectors.e1000e.survive_writes_to_the_table
        vectors.e1000e.fire_after_a_reset
        race.leaves_a_state
        optin.{e1000e,nvme}.opts_in
        optin.{e1000e,nvme}.withdraws
        optin.{e1000e,nvme}.live_mapping
        optin.{e1000e,nvme}.leaves_other_devices_alone
        further.{nvme64k,xhci,virtio,vmxnet3}.opts_in
        tre-docs-untouched (note)
    opt-in: the dispatcher does not know it → FAIL TESTS_FAILED
        new_userspace.{e1000e,nvme}.opts_in_by_name
        interrupt.fires_after_opted_map
        vectors.e1000e.survive_writes_to_the_table
        vectors.e1000e.fire_after_a_reset
        race.leaves_a_state
        optin.{e1000e,nvme}.short_argsz
        optin.{e1000e,nvme}.unknown_flags
        optin.{e1000e,nvme}.bad_pointer
        optin.{e1000e,nvme}.larger_argsz
        optin.{e1000e,nvme}.opts_in
        optin.{e1000e,nvme}.pread_still_hides_table
        optin.{e1000e,nvme}.withdraws
        optin.{e1000e,nvme}.live_mapping
        optin.{e1000e,nvme}.reopen
        optin.{e1000e,nvme}.leaves_other_devices_alone
        further.{nvme64k,xhci,virtio,vmxnet3}.opts_in
        beh-ioctl-unhandled (warning)
        tre-docs-untouched (note)
    opt-in: pread shows the table afterwards → FAIL TESTS_FAILED
        optin.{e1000e,nvme}.pread_still_hides_table
        further.{nvme64k,xhci,virtio,vmxnet3}.opts_in
        tre-docs-untouched (note)
    opt-in: sets up no interrupts afterwards → FAIL TESTS_FAILED
        interrupt.fires_after_opted_map
        vectors.e1000e.alone_after_overwriting
        vectors.e1000e.fire_after_a_reset
        lifetime.{e1000e,nvme}.holds_the_driver
        tre-docs-untouched (note)
    opt-in: keeps memory at each call → FAIL TESTS_FAILED
        hostile.{e1000e,nvme,plain}.takes_no_memory
        tre-docs-untouched (note)
    opt-in: takes back what was given while it gives again → FAIL TESTS_FAILED
        race.leaves_a_state
        tre-docs-untouched (note)
    opt-in: one flag for all devices → FAIL TESTS_FAILED
        optin.{e1000e,nvme}.leaves_other_devices_alone
        tre-docs-untouched (note)
    capability: told, and the mmap is still refused → FAIL TESTS_FAILED
        vectors.e1000e.survive_writes_to_the_table
        vectors.e1000e.fire_after_a_reset
        old_userspace.{e1000e,nvme,nvme64k,virtio}.maps_what_it_did
        old_userspace.{e1000e,nvme,nvme64k,virtio}.reads_through_its_mapping
        msix_bar.{e1000e,nvme}.mmap_whole
        msix_bar.{e1000e,nvme}.mmap_table
        msix_bar.{e1000e,nvme}.mmap_touching
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-never-produced (warning)
    capability: with the id of another → FAIL TESTS_FAILED
        new_userspace.{e1000e,nvme}.sees_the_capability
        msix_bar.{e1000e,nvme}.caps
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-never-produced (warning)
        beh-default-changed (warning)
    capability: without a version → FAIL TESTS_FAILED
        new_userspace.{e1000e,nvme}.sees_the_capability
        device.{e1000e,nvme}.regions_are_well_formed
        device.{e1000e,nvme}.argsz_protocol
        msix_bar.{e1000e,nvme}.caps
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-never-produced (warning)
        beh-default-changed (warning)
    capability: twice in the chain → FAIL TESTS_FAILED
        new_userspace.{e1000e,nvme}.sees_the_capability
        device.{e1000e,nvme}.regions_are_well_formed
        device.{e1000e,nvme}.argsz_protocol
        msix_bar.{e1000e,nvme}.caps
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-never-produced (warning)
        beh-default-changed (warning)
    capability: the chain leads to nothing → FAIL TESTS_FAILED
        new_userspace.{e1000e,nvme}.sees_the_capability
        device.{e1000e,nvme}.regions_are_well_formed
        device.{e1000e,nvme}.argsz_protocol
        msix_bar.{e1000e,nvme}.caps
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-never-produced (warning)
        beh-default-changed (warning)
    capability: on every BAR → FAIL TESTS_FAILED
        device.{e1000e,plain}.regions_are_well_formed
        plain_bar.{e1000e,plain}.flags
        plain_bar.{e1000e,plain}.caps
        further.{virtio,vmxnet3}.is_as_promised
        beh-never-produced (warning)
        beh-default-changed (warning)
    flag: on every BAR → FAIL TESTS_FAILED
        device.{e1000e,plain}.regions_are_well_formed
        plain_bar.{e1000e,plain}.flags
        plain_bar.{e1000e,plain}.caps
        further.{virtio,vmxnet3}.is_as_promised
        beh-never-produced (warning)
        beh-default-changed (warning)
    flag: on what cannot be mapped → FAIL TESTS_FAILED
        device.e1000e.regions_are_well_formed
        further.virtio.is_as_promised
        beh-never-produced (warning)
        beh-default-changed (warning)
    flag: never set → FAIL TESTS_FAILED
        new_userspace.{e1000e,nvme}.sees_the_flag
        msix_bar.{e1000e,nvme}.flags
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-never-produced (warning)
        beh-default-changed (warning)
        beh-name-unused (warning)
    flag: promises a chain, and there is none → FAIL TESTS_FAILED
        device.{e1000e,nvme}.regions_are_well_formed
        device.{e1000e,nvme}.argsz_protocol
        msix_bar.{e1000e,nvme}.flags
        msix_bar.{e1000e,nvme}.caps
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-never-produced (warning)
        beh-default-changed (warning)
    removal: keeps telling the sparse areas → FAIL TESTS_FAILED
        old_userspace.{e1000e,nvme,nvme64k,virtio}.maps_what_it_did
        old_userspace.virtio.reads_through_its_mapping
        msix_bar.{e1000e,nvme}.flags
        msix_bar.{e1000e,nvme}.caps
        msix_bar.{e1000e,nvme}.sparse
        further.{nvme64k,xhci,virtio,vmxnet3}.is_as_promised
        beh-default-changed (warning)"
  `);
  // A note is not enough: all designs have one.
  const unnoticed = (mistake: Mistake) =>
    results.get(cellOf(mistake))?.verdict === 'PASS' &&
    catches(mistake).every((catcher) => catcher.endsWith('(note)'));
  expect(HARMLESS.filter(unnoticed).map(({ name }) => name)).toEqual([]);
});

test('calls at random meet what they must not meet', () => {
  const met = HARMLESS.filter((mistake) => failedTests(mistake).some((name) => AT_RANDOM.test(name)));
  expect(met.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'restriction: forgets the overlap check',
      'restriction: refuses the page behind the table too',
      'restriction: refuses the page before the table too',
      "restriction: does not cover the table's last page",
      'restriction: looks only where a range begins',
      'restriction: lets a range end past the BAR',
      'opt-in: forgets the overlap check',
      'opt-in: forgets the flag check',
      'opt-in: resets nothing on open',
      'capability: told, and the mmap is still refused',
      'opt-in: forgets the argsz check',
    ]),
  );
});

test('what takes the guest down costs itself only, and is told for what it is', () => {
  const names = new Map(DEADLY.map((mistake) => [cellOf(mistake), mistake.name]));
  const table = deadlyAndSound().map((cell) => line(names.get(cell) ?? cell, cell));
  expect(table.join('\n')).toMatchInlineSnapshot(`
    "capability: follows a NULL pointer → FAIL SPLAT
    opt-in-ioctl → PASS
    restriction: follows a NULL pointer in an interrupt → FAIL PANIC
    region-flag → PASS
    restriction: frees the areas twice → FAIL SPLAT
    new-capability → PASS
    opt-in: follows a NULL pointer without MSI-X → FAIL SPLAT
    unconditional-removal → PASS
    opt-in: waits for ever where it should refuse → FAIL HANG
    iommu-group-flag → SKIP NEEDS_SOURCE
    opt-in: warns and does what it should → FAIL SPLAT
    pci-bus-flag → SKIP NEEDS_SOURCE
    opt-in: keeps a reference to the module → FAIL TESTS_FAILED
    flag: does not compile → MISS BUILD_FAILED"
  `);
});

test('what does not compile names the patch and the line, and costs itself only', () => {
  const mistake = DEADLY.find(({ name }) => name === 'flag: does not compile') as Mistake;
  const { layout, edited } = compositionOf(mistake);
  const lines = edited.texts.get(layout.driver)?.split('\n') ?? [];
  const at = lines.findIndex((text) => text.includes('info.flag |= ')) + 1;
  const failure = prepared.builds.find(({ cell }) => cell.name === cellOf(mistake))?.failure;
  expect(failure).toMatchObject({
    code: 'BUILD_FAILED',
    where: `${cellOf(mistake)}, patch "vfio/pci: Flag the BAR whose MSI-X table may be mapped": ${layout.driver}:${at}`,
    detail: expect.stringContaining("has no member named 'flag'"),
  });
});
