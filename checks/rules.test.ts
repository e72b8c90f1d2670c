// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { renderIndex, renderPage } from './docs.ts';
import { formatLine, pageOf } from './format.ts';
import { check, rules } from './index.ts';
import { type Sample, subjectOf } from './lib/sample.ts';

interface Samples {
  readonly bad: readonly Sample[];
  readonly good: readonly Sample[];
}

async function samplesOf(id: string): Promise<Samples> {
  const { bad } = await import(`./${id}/bad.ts`);
  const { good } = await import(`./${id}/good.ts`);
  return { bad, good };
}

const samples = new Map<string, Samples>();
for (const { id } of rules) samples.set(id, await samplesOf(id));

/** What all rules say of all samples. */
function matrix(kind: 'bad' | 'good'): string {
  return [...samples]
    .flatMap(([id, all]) =>
      all[kind].flatMap((sample) => [
        `${id}: ${sample.name}`,
        ...check(subjectOf(sample)).map((finding) => `    ${formatLine(finding)}`),
      ]),
    )
    .join('\n');
}

test('every rule over every bad sample finds what the sample shows, and nothing else', () => {
  expect(matrix('bad')).toMatchInlineSnapshot(`
    "uapi-ioctl-number: a number in use on a device descriptor
        include/uapi/linux/vfio.h:23: ERROR: the new ioctl VFIO_DEVICE_LAMP_DIM is _IO(';', 101), which is VFIO_DEVICE_LAMP_INFO on a device descriptor (line 14) [uapi-ioctl-number]
    uapi-ioctl-number: an ioctl that moves
        include/uapi/linux/vfio.h:15: ERROR: VFIO_DEVICE_LAMP_OFF was _IO(';', 102), now it is _IO(';', 103) [uapi-ioctl-number]
    uapi-flag-bit: a bit in use in the same member
        include/uapi/linux/vfio.h:11: ERROR: the new flag VFIO_LAMP_INFO_WARM has bit 1, which VFIO_LAMP_INFO_DIMMED has in struct vfio_lamp_info: flags (line 10) [uapi-flag-bit]
    uapi-flag-bit: a flag that moves
        include/uapi/linux/vfio.h:10: ERROR: VFIO_LAMP_INFO_DIMMED had bit 1, now it has bit 2 [uapi-flag-bit]
    uapi-capability-id: an id in use among the region info capabilities
        include/uapi/linux/vfio.h:19: ERROR: VFIO_REGION_INFO_CAP_FADE has id 2, which VFIO_REGION_INFO_CAP_BLINK has among the region info capabilities (line 18) [uapi-capability-id]
    uapi-capability-id: a capability that moves
        include/uapi/linux/vfio.h:18: ERROR: VFIO_REGION_INFO_CAP_BLINK had id 2 among the region info capabilities, now it has 3 [uapi-capability-id]
    uapi-name-removed: a macro without an alias
        include/uapi/linux/vfio.h:31: ERROR: the macro VFIO_LAMP_HUES is gone [uapi-name-removed]
    uapi-name-removed: an enumerator
        include/uapi/linux/vfio.h:28: ERROR: the enumerator VFIO_LAMP_STATE_ON is gone [uapi-name-removed]
    uapi-name-removed: a struct
        include/uapi/linux/vfio.h:20: ERROR: the struct vfio_lamp_colour is gone [uapi-name-removed]
    uapi-value-changed: a macro
        include/uapi/linux/vfio.h:31: ERROR: VFIO_LAMP_HUES was 360, now it is 256 [uapi-value-changed]
    uapi-value-changed: enumerators behind a new one
        include/uapi/linux/vfio.h:28: ERROR: VFIO_LAMP_STATE_OFF was 0, now it is 1 [uapi-value-changed]
        include/uapi/linux/vfio.h:29: ERROR: VFIO_LAMP_STATE_ON was 1, now it is 2 [uapi-value-changed]
    uapi-value-changed: a value that the text does not tell
        include/uapi/linux/vfio.h:31: NOTE: could not evaluate VFIO_LAMP_HUES: its text was 360, now it is sizeof(struct vfio_lamp_info) [uapi-value-changed]
    uapi-struct-changed: a renamed member
        include/uapi/linux/vfio.h:11: ERROR: struct vfio_lamp_info: the member hue was renamed to colour [uapi-struct-changed]
    uapi-struct-changed: a retyped member
        include/uapi/linux/vfio.h:11: ERROR: struct vfio_lamp_info: hue was \`__u32 hue\`, now it is \`__u64 hue\` [uapi-struct-changed]
    uapi-struct-changed: members that change places
        include/uapi/linux/vfio.h:11: ERROR: struct vfio_lamp_info: watts now stands before hue [uapi-struct-changed]
    uapi-struct-changed: a member that is gone
        include/uapi/linux/vfio.h:11: ERROR: struct vfio_lamp_info: the member \`__u32 hue\` is gone [uapi-struct-changed]
    uapi-struct-changed: a member in the middle
        include/uapi/linux/vfio.h:11: ERROR: struct vfio_lamp_info: gained lumen before its end, so what follows moves [uapi-struct-changed]
    uapi-struct-changed: growth without argsz
        include/uapi/linux/vfio.h:24: ERROR: struct vfio_lamp_colour: grew at its end by white, but does not begin with argsz, so the kernel cannot tell which size a program means [uapi-struct-changed]
    ioctl-argsz-unchecked: no check in a function of its own
        drivers/vfio/lamp.c:8: ERROR: VFIO_DEVICE_LAMP_DIM copies struct vfio_lamp_dim into dim and never refuses an argsz that is too short with -EINVAL [ioctl-argsz-unchecked]
    ioctl-argsz-unchecked: no check in a chain of ifs
        drivers/vfio/lamp.c:12: ERROR: VFIO_DEVICE_LAMP_DIM copies struct vfio_lamp_dim into dim and never refuses an argsz that is too short with -EINVAL [ioctl-argsz-unchecked]
    ioctl-argsz-unchecked: a check behind the first use
        drivers/vfio/lamp.c:11: ERROR: VFIO_DEVICE_LAMP_DIM uses dim.percent before it refuses an argsz that is too short [ioctl-argsz-unchecked]
    ioctl-flags-unchecked: no check in a function of its own
        drivers/vfio/lamp.c:8: ERROR: VFIO_DEVICE_LAMP_DIM copies struct vfio_lamp_dim into dim and never refuses unknown flags with -EINVAL [ioctl-flags-unchecked]
    ioctl-flags-unchecked: no check in a chain of ifs
        drivers/vfio/lamp.c:12: ERROR: VFIO_DEVICE_LAMP_DIM copies struct vfio_lamp_dim into dim and never refuses unknown flags with -EINVAL [ioctl-flags-unchecked]
    ioctl-flags-unchecked: a check behind the first use
        drivers/vfio/lamp.c:14: ERROR: VFIO_DEVICE_LAMP_DIM uses dim.flags before it refuses unknown flags [ioctl-flags-unchecked]
    ioctl-unhandled: a number without code behind it
        include/uapi/linux/vfio.h:23: WARNING: no \`case VFIO_DEVICE_LAMP_DIM:\` and no \`cmd == VFIO_DEVICE_LAMP_DIM\` in any file of a driver that was read (1) [ioctl-unhandled]
    message-subject: no subsystem
        0001.patch:3: ERROR: the subject "Let userspace dim the lamp" names no subsystem: "subsystem: summary" [message-subject]
    message-subject: too long
        0001.patch:3: ERROR: the subject takes 79 columns without [PATCH], at most 75 are read [message-subject]
    message-subject: not an imperative, and a full stop
        0001.patch:3: WARNING: the subject ends in a full stop [message-subject]
        0001.patch:3: WARNING: the summary begins with "Adds", not with an imperative [message-subject]
    message-body: no message
        0001.patch:3: ERROR: the mail has no commit message [message-body]
    message-body: wide lines, and this patch
        0001.patch:5: WARNING: the line takes 80 columns, more than 75 [message-body]
        0001.patch:7: WARNING: "This patch": say what to do in the imperative, as if giving orders to the code [message-body]
    message-commit-reference: too few digits, and no title
        0001.patch:5: ERROR: the commit 1a2b3c4 is referred to by 7 digits, at least 12 are needed [message-commit-reference]
        0001.patch:6: ERROR: the commit 5d6e7f8091a2b3c4 is referred to without its title: 5d6e7f8091a2 ("title") [message-commit-reference]
    message-duplicate-subject: two mails with one subject
        0002.patch:3: ERROR: "vfio/lamp: Let userspace dim the lamp" is the subject of 0001.patch as well [message-duplicate-subject]
    message-change-id: a Change-Id, and sign-offs of tools
        0001.patch:7: ERROR: "Change-Id: I0123456789abcdef0123456789abcdef01234567" means nothing outside a review server [message-change-id]
        0001.patch:8: ERROR: "Lamp Patch Bot <noreply@kernel.test>" is a tool, and only a person can sign a patch off [message-change-id]
        0001.patch:9: ERROR: "Kernel Patch Workbench <kpw@example.invalid>" is a tool, and only a person can sign a patch off [message-change-id]"
  `);
});

test('every rule over every good sample finds nothing but notes', () => {
  expect(matrix('good')).toMatchInlineSnapshot(`
    "uapi-ioctl-number: the next free number
    uapi-flag-bit: the next free bit
    uapi-flag-bit: a mask made of flags
    uapi-capability-id: the next free id, and an id of another family
    uapi-name-removed: a renamed macro that keeps its old spelling
    uapi-value-changed: the same value in other words
    uapi-value-changed: an enumerator behind the others
    uapi-struct-changed: growth at the end, behind argsz
        include/uapi/linux/vfio.h:13: NOTE: struct vfio_lamp_info: grew at its end by lumen, as argsz allows [uapi-struct-changed]
    ioctl-argsz-unchecked: a check in a function of its own
    ioctl-argsz-unchecked: a check in a chain of ifs
    ioctl-flags-unchecked: a check in a function of its own
    ioctl-flags-unchecked: a check in a chain of ifs
    ioctl-unhandled: a case of the dispatcher
    message-subject: a subsystem and an imperative
    message-subject: a folded subject
    message-body: paragraphs, indented output, a URL and tags
    message-commit-reference: twelve digits and a title, which may be wrapped, once
    message-duplicate-subject: a subject each
    message-change-id: a sign-off of a person"
  `);
});

test.each([...samples])('%s fires on its own bad samples at its severity and on no good one', (id, all) => {
  const own = (sample: Sample) => check(subjectOf(sample)).filter(({ rule }) => rule === id);
  const severity = rules.find((rule) => rule.id === id)?.severity;
  expect(all.bad.filter((sample) => own(sample).length === 0)).toEqual([]);
  expect(all.bad.flatMap(own).some((finding) => finding.severity === severity)).toBe(true);
  expect(all.good.flatMap(own).filter((finding) => finding.severity !== 'note')).toEqual([]);
});

describe('docs/rules', () => {
  it.each([
    ...samples,
  ])('%s.md is what the rule and its samples say (vitest -u writes it)', async (id, all) => {
    const rule = rules.find((one) => one.id === id);
    if (!rule) throw new Error(`no rule ${id}`);
    await expect(renderPage(rule, all)).toMatchFileSnapshot(`../${pageOf(id)}`);
  });

  it('has an index of all rules', async () => {
    await expect(renderIndex(rules)).toMatchFileSnapshot('../docs/rules/README.md');
    expect(rules.filter(({ id }) => !existsSync(new URL(`./${id}/index.ts`, import.meta.url)))).toEqual([]);
  });
});

describe('check', () => {
  const sample = samples.get('uapi-flag-bit')?.bad[0] as Sample;

  it('leaves out rules and whole categories', () => {
    const found = (disable: string[]) => check(subjectOf(sample), { disable }).length;
    expect([found([]), found(['uapi-flag-bit']), found(['uapi']), found(['message'])]).toEqual([1, 0, 0, 1]);
  });

  it('says nothing where nothing changed', () => {
    const { before = {} } = sample;
    expect(check(subjectOf({ name: 'nothing', before, after: before }))).toEqual([]);
  });
});
