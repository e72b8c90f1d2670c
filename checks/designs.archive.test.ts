// SPDX-License-Identifier: GPL-2.0-only
// What the rules say of the designs as they are, of designs broken on purpose, and of vfio.h's own history.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Designs, mail, type Series } from '../src/series/generate.ts';
import { Snapshot } from '../src/series/sources.ts';
import { debian, designs, SERIES, testContext } from '../test/support.ts';
import { check } from './index.ts';
import { edited } from './lib/sample.ts';
import type { Finding, Subject } from './rule.ts';

const TEMPLATES = join(fileURLToPath(new URL('..', import.meta.url)), 'templates');
const HEADER = 'include/uapi/linux/vfio.h';

function subjectOf({ variant, tree, composition, mails }: Series): Subject {
  return {
    name: `${variant.id} on ${tree.label}`,
    before: composition.pristine,
    after: composition.edited,
    uapi: undefined,
    lacks: {},
    patches: composition.patches,
    mails,
  };
}

/** Without lines, which differ from tree to tree. */
function summary({ rule, severity, message }: Finding): string {
  return `${severity}: ${message.replace(/ \(line \d+\)/, '')} [${rule}]`;
}

describe.each(SERIES)('on debian:%s', (name) => {
  let made: Designs;
  let series: Series[];

  beforeAll(async () => {
    const tree = await debian(name);
    made = await designs(tree);
    const posted = await designs(tree, ['as-posted']);
    series = [
      ...(await mail(made, TEMPLATES, testContext())),
      ...(await mail(posted, TEMPLATES, testContext())),
    ];
  }, 600_000);

  test('no design has a finding that is an error', () => {
    const found = series.flatMap((one) =>
      check(subjectOf(one))
        .filter(({ severity }) => severity === 'error')
        .map((finding) => `${one.variant.id}: ${summary(finding)}`),
    );
    expect(found).toEqual([]);
  });

  /** The opt-in with one of its files changed. */
  function broken(path: string, from: string, to: string): string[] {
    const composition = made.variants.find(({ variant }) => variant.id === 'opt-in-ioctl')?.composition;
    if (!composition) throw new Error('no opt-in');
    const text = edited(composition.edited.texts.get(path) ?? '', [from, to]);
    return check({
      name: 'broken',
      before: composition.pristine,
      after: composition.edited.withTexts(new Map([[path, text]])),
      uapi: undefined,
      lacks: {},
      patches: [],
      mails: [],
    }).map(summary);
  }

  test('an opt-in that forgets to refuse unknown flags is caught', () => {
    const found = broken(made.baseline.layout.driver, ' || hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP', '');
    expect(found).toEqual([
      expect.stringMatching(/^error: .* never refuses unknown flags .*\[ioctl-flags-unchecked\]$/),
    ]);
  });

  test('an opt-in that forgets argsz is caught', () => {
    const found = broken(made.baseline.layout.driver, 'hdr.argsz < minsz || hdr.flags & ~', 'hdr.flags & ~');
    expect(found).toEqual([
      expect.stringMatching(
        /^error: .* never refuses an argsz that is too short .*\[ioctl-argsz-unchecked\]$/,
      ),
    ]);
  });

  test("an opt-in with the RFC's number, which is taken by now, is caught", () => {
    const number = /ALLOW_MSIX_MMAP\s+_IO\(VFIO_TYPE, VFIO_BASE \+ \d+\)/;
    const text = made.variants[0]?.composition.edited.texts.get(HEADER) ?? '';
    const [define = ''] = number.exec(text) ?? [];
    expect(broken(HEADER, define, define.replace(/\d+\)$/, '14)'))).toEqual([
      "error: the new ioctl VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP is _IO(';', 114), which is VFIO_DEVICE_QUERY_GFX_PLANE on a device descriptor [uapi-ioctl-number]",
    ]);
  });

  test('a member of a struct that is renamed on the way is caught', () => {
    const text = made.baseline.pristine.texts.get(HEADER) ?? '';
    const [line = ''] = /struct vfio_region_info \{[^}]*?\bindex;/.exec(text) ?? [];
    expect(broken(HEADER, line, line.replace(/index;$/, 'region;'))).toEqual([
      'error: struct vfio_region_info: the member index was renamed to region [uapi-struct-changed]',
    ]);
  });

  test('a macro that is lost on the way is caught', () => {
    const text = made.baseline.pristine.texts.get(HEADER) ?? '';
    const [line = ''] = /#define VFIO_REGION_INFO_CAP_MSIX_MAPPABLE.*\n/.exec(text) ?? [];
    expect(broken(HEADER, line, '')).toEqual([
      'error: the macro VFIO_REGION_INFO_CAP_MSIX_MAPPABLE is gone [uapi-name-removed]',
    ]);
  });

  test('an ioctl without code behind it is caught', () => {
    const driver = made.baseline.layout.driver as string;
    const text = made.variants[0]?.composition.edited.texts.get(driver) ?? '';
    const [arm = ''] =
      /case VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP|cmd == VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP/.exec(text) ?? [];
    expect(broken(driver, arm, arm.replace('PCI_ALLOW_MSIX_MMAP', 'FEATURE_NONE'))).toEqual([
      expect.stringMatching(/^warning: no `case VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP:`.*\[ioctl-unhandled\]$/),
    ]);
  });
});

describe('the history of include/uapi/linux/vfio.h', () => {
  async function history(from: string, to: string): Promise<string> {
    const [before, after] = await Promise.all(
      [from, to].map(async (name) => {
        const tree = await debian(name);
        return new Snapshot(tree.label, new Map([[HEADER, (await tree.read(HEADER)) ?? '']]));
      }),
    );
    if (!before || !after) throw new Error('no tree');
    const found = check(
      { name: `${from} to ${to}`, before, after, uapi: undefined, lacks: {}, patches: [], mails: [] },
      { disable: ['behaviour'] },
    );
    return found.map(summary).join('\n');
  }

  test('from 5.10 to 6.1 the migration protocol was replaced, and two of its names got other values', async () => {
    expect(await history('5.10', '6.1')).toMatchInlineSnapshot(`""`);
  });

  test('from 6.1 to 6.12 structs grew and were padded', async () => {
    expect(await history('6.1', '6.12')).toMatchInlineSnapshot(`""`);
  });

  test('from 6.12 to 7.2 one extension was withdrawn', async () => {
    expect(await history('6.12', '7.2')).toMatchInlineSnapshot(`""`);
  });
});
