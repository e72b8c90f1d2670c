// SPDX-License-Identifier: GPL-2.0-only
// Mistakes beside the region and its mmap: how long a mapping lives, what is given back, how interrupts are armed, other
// ways to the table, who may opt in, what is told, and what of config space is put back. What catches each?
import { expect, test } from 'vitest';
import { bootBroken } from './broken-boot.ts';
import { CONFIG } from './broken-designs-config.ts';
import { LIFETIME } from './broken-designs-lifetime.ts';
import { BESIDE, NEWEST } from './broken-designs-ways.ts';
import type { Mistake } from './broken-variant.ts';

/** `mistake → what catches it`, and those that nothing does. */
async function caught(series: string, mistakes: readonly Mistake[]) {
  const boots = await bootBroken(series, mistakes);
  const lines = mistakes.map((mistake) => ({ name: mistake.name, by: boots.catches(mistake) }));
  return {
    sound: boots.sound,
    table: lines.map(({ name, by }) => `${name} → ${by.join(', ')}`).join('\n'),
    uncaught: lines.filter(({ by }) => by.length === 0).map(({ name }) => name),
  };
}

// One that keeps a device awake keeps it so for the cells behind it in its guest: they have config.sleep.power, too.
test('every mistake beside the mmap is caught, by a test or by an error of a rule', async () => {
  const { sound, table, uncaught } = await caught('6.1', [...LIFETIME, ...BESIDE, ...CONFIG]);
  expect(sound).toEqual(['baseline PASS', 'prerequisite PASS']);
  expect(uncaught).toEqual([]);
  expect(table).toMatchInlineSnapshot(`
    "mapping: stays when config space puts the device to sleep → same ROLE.taken.sleep.pages, same ROLE.taken.sleep.touch
    mapping: may be touched while the device sleeps → same ROLE.taken.sleep.touch, same ROLE.taken.sleep.pread
    mapping: stays as the device enters low power → taken.by_low_power
    mapping: does not come back from low power → taken.by_low_power
    mapping: only its first page is taken away → SPLAT
    mapping: that of another process stays → taken.by_decoding
    mapping: only one of two is taken away → taken.by_decoding
    reset: says so and resets nothing → reset.takes_all
    reset: not while something is mapped → reset.takes_all
    mapping: stays through a reset by config space → same ROLE.reset.by_config_pages
    kept: the eventfd of a request for the device, at the close → kept.nothing_of_a_user
    kept: the eventfd of INTx that is disarmed → kept.nothing_of_a_call
    kept: the eventfd that another one replaces → kept.nothing_of_a_call
    kept: the eventfd that low power ends by → kept.nothing_of_a_call
    kept: a vector's name → kept.nothing_of_a_call
    kept: what a call on interrupts was given, where it fails → kept.nothing_of_a_call
    ioeventfd: a second one for the same is not refused → same ROLE.kept.ioeventfds
    kept: a note of each mapping that was touched → kept.nothing_of_a_call
    kept: the map of config space, at the close → kept.nothing_of_a_user
    kept: the device stays enabled → kept.nothing_of_a_user
    BAR: nobody holds it while it is mapped → resource.is_claimed
    BAR: is held under the name of nobody → same ROLE.resource.bar0, same ROLE.resource.bar1, same ROLE.resource.bar3
    BAR: write combined where there is no table → beh-memory-type
    BAR: write combined in the table's pages alone → beh-memory-type
    interrupts: INTx is not unmasked by an eventfd → control.masks_intx
    interrupts: masking of INTx does nothing → control.masks_intx
    interrupts: a call that asks for no signal gives one → vectors.are_signalled_by_hand
    interrupts: a vector keeps its first eventfd → vectors.are_signalled_by_hand
    interrupts: more vectors than at first are no mistake → vectors.added_while_off
    interrupts: INTx cannot be masked, says its info → same ROLE.irq.intx
    interrupts: two requests for the device → same ROLE.irq.request
    interrupts: no error of the device is told → same ROLE.irq.error.armed
    kept: the devices that a hot reset would reset → bus_reset.resets
    kept: the group of a hot reset that fails → bus_reset.resets
    kept: the list of groups of a hot reset with a bad pointer → bus_reset.resets
    mapping: stays through a hot reset → bus_reset.resets
    hot reset: says so and resets nothing → bus_reset.resets
    hot reset: of whom it resets nothing is told → same ROLE.bus.info
    hot reset: everybody may, whatever groups are his → same ROLE.bus.other_group
    hot reset: too many groups are no mistake → same ROLE.bus.too_many
    ioeventfd: may write the last entry → ways.ioeventfds_stay_out
    ioeventfd: looks only where a write begins → ways.ioeventfds_stay_out
    ioeventfd: eight bytes are not looked at → ways.ioeventfds_stay_out
    ioeventfd: refused in the whole BAR → ways.ioeventfds_go_beside
    ioeventfd: refuses the bytes before the table too → ways.ioeventfds_go_beside
    write: single bytes reach the table → ways.writes_stay_out
    write: one that begins before the table runs into it → ways.writes_stay_out
    write: the last entry can be written → ways.writes_stay_out
    read: one that begins before the table shows it → ways.reads_hide_the_table
    read: hides what stands behind the table → ways.reads_hide_the_table
    mmap: one that cannot write may have the table → ways.every_protection
    mmap: a private one may have the table → ways.every_flag
    mmap: the offset in 32 bits → ways.wide_arithmetic
    mmap: the length in 32 bits → ways.wide_arithmetic
    mmap: the end of the table in 32 bits → hnd-range-narrowed
    opt-in: asks for raw access to I/O → caller.without_rights
    opt-in: only for root → caller.without_rights
    opt-in: 32-bit callers need more room → caller.of_32_bits
    opt-in: ends at a reset → caller.outlives_a_reset
    opt-in: ends when interrupts are armed → caller.with_interrupts
    opt-in: not once interrupts are armed → caller.with_interrupts
    opt-in: not for a struct of more than a page → caller.any_argsz
    opt-in: reads behind its struct → caller.argument_is_kept
    opt-in: writes back what it read → caller.argument_is_kept
    opt-in: tells in argsz how much it knows → caller.argument_is_kept
    opt-in: cannot be given twice → caller.any_argsz
    feature: PROBE with SET sets → caller.feature_operations
    feature: may be got → caller.feature_operations
    feature: PROBE knows no SET → caller.feature_operations
    feature: without an operation sets → caller.feature_operations
    areas: the reserved word is a number → answers.leave_nothing_over
    areas: an empty one behind the others → device.regions_are_well_formed
    areas: the chain is one area too long → answers.leave_nothing_over
    region info: writes behind its buffer → answers.leave_nothing_over
    features: no low power → same ROLE.answers.features
    device info: says nothing of resets → same ROLE.answers.with_resets
    device info: one index of interrupts fewer → same ROLE.answers.device_info, same ROLE.answers.with_resets
    irq info: interrupts cannot be masked any more → same ROLE.answers.irqs
    regions: config space is shorter → same ROLE.answers.regions
    locks: kept at a bad argsz → lck-held-at-return
    locks: copies from userspace under a spinlock → lck-sleep-atomic
    locks: sleeps in a grace period of RCU → lck-sleep-atomic
    locks: sleeps under a spinlock, in a function of its own → lck-sleep-atomic
    locks: the gate under the memory → lck-order
    config: decoding stays on after a call that needs it → same ROLE.config.armed_while_off, same ROLE.config.further_while_off, same ROLE.config.disarmed_while_off
    config: BARs are told in whole pages → config.tells_sizes
    config: a call that fails leaves vectors enabled → same ROLE.config.msix_in_vain, same ROLE.config.msi_in_vain, same ROLE.config.intx_in_vain
    config: the MSI-X capability is written through → same ROLE.config.write.msix, same ROLE.config.write.msix_byte
    config: INTx is masked by a word, and by no byte → same ROLE.config.write.intx_byte, same ROLE.config.sleep.power
    power: a write that is refused keeps the device awake → same ROLE.config.sleep.power
    power: INTx that was masked comes back unmasked → same ROLE.config.sleep.power, same ROLE.config.sleep.left
    next user: has fewer ioeventfds → kept.as_much_for_the_next
    next user: ports stay claimed → resource.gives_ports_back
    virtual functions: kept for a driver that is none → same ROLE.token.override, same ROLE.token.driver, same ROLE.token.without
    log: a line for each mmap that is refused → hostile.fills_no_log
    log: a warning with a trace for an opt-in that is refused → SPLAT
    fault: another signal while decoding is off → taken.by_decoding
    signals by hand: values are counted from the first vector → vectors.are_signalled_by_hand
    binding: takes every device that has no driver → same ROLE.answers.devices"
  `);
});

test('every mistake in what the newest tree alone has is caught', async () => {
  const { sound, table, uncaught } = await caught('7.2', NEWEST);
  expect(sound).toEqual(['baseline PASS', 'prerequisite PASS']);
  expect(uncaught).toEqual([]);
  expect(table).toMatchInlineSnapshot(`
    "dma-buf: looks at the first range only → ways.dma_bufs
    dma-buf: looks at the last range only → ways.dma_bufs
    dma-buf: refused where a range ends at the table → ways.dma_bufs
    dma-buf: looks only where a range begins → ways.dma_bufs
    dma-buf: refused for the whole BAR → ways.dma_bufs
    dma-buf: refused at the same offset of another BAR → ways.dma_bufs_of_other_bars
    dma-buf: looks at one range too many → ways.dma_bufs
    dma-buf: still refused after the opt-in → ways.dma_bufs
    kept: the group of a device that is unplugged → same ROLE.life.group"
  `);
});
