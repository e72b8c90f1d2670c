// SPDX-License-Identifier: GPL-2.0-only
// kpw series on real trees, and what git and b4 make of its mails.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { diff } from '../src/cli/diff.ts';
import { series } from '../src/cli/series.ts';
import { remarksOn } from '../src/cli/series-review.ts';
import { Evidence } from '../src/evidence/schema.ts';
import { compose, mail } from '../src/series/generate.ts';
import { writeSeries } from '../src/series/write.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { runVerb, type VerbRun } from './run-verb.ts';
import { allVariants, debian, type SERIES, temporaryFolder, testContext } from './support.ts';

let folder: string;
/** A repository with the files of debian:6.1 that matter, in one commit. */
let repository: string;
let commit: string;

const git = async (...argv: string[]) => {
  const { stdout } = await execa('git', ['-C', repository, ...argv]);
  return stdout.trim();
};
/** What a reviewer would say of the designs is the affair of the last tests. */
const kpw = (...argv: string[]): Promise<VerbRun> => runVerb(series, ['--anyway', ...argv]);
const inTree = (id: string) => git('rev-parse', `${id}^{tree}`);
const apart = (text: string) => text.replaceAll(folder, 'FOLDER').replaceAll(commit, 'COMMIT');
const withoutIds = (text: string) => text.replace(/[0-9a-f]{20}(?=-\d@kpw)/g, 'HASH');

beforeAll(async () => {
  folder = await temporaryFolder();
  repository = join(folder, 'linux');
  const tree = await debian('6.1');
  const files = [
    'drivers/vfio',
    'include/linux',
    'include/uapi',
    'include/asm-generic',
    'scripts/get_maintainer.pl',
  ];
  const top = ['COPYING', 'CREDITS', 'Kbuild', 'MAINTAINERS', 'Makefile', 'README'];
  await tree.export([...files, ...top, ...msixMmap.reads, 'Documentation/userspace-api/ioctl'], repository);
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all', '--force');
  await git('-c', 'user.name=Base', '-c', 'user.email=base@example.org', 'commit', '--quiet', '-m', 'Base');
  commit = await git('rev-parse', 'HEAD');
});

beforeEach(() => {
  // Nobody's configuration but this.
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  vi.stubEnv('GIT_COMMITTER_NAME', 'Ada Lamp');
  vi.stubEnv('GIT_COMMITTER_EMAIL', 'ada@example.org');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await git('am', '--abort').catch(() => undefined);
  await git('reset', '--quiet', '--hard', commit);
});

/** What the verb says of the recipients, line by line. */
const addressed = ({ noted }: VerbRun) =>
  noted.split('\n').filter((line) => /^(To|Cc|) {2,}|^(To|Cc): /.test(line) && line.includes('@'));

const recipientsOn = async (name: (typeof SERIES)[number]) => {
  const mbox = join(folder, `${name}.mbox`);
  const said = await kpw('opt-in-ioctl', '--tree', `debian:${name}`, '--no-evidence', '--mbox', mbox);
  return addressed(said).join('\n');
};

test('recipients are whom get_maintainer.pl of the tree names, and who took part in the thread', async () => {
  expect(await recipientsOn('5.10')).toMatchInlineSnapshot(`
    "To: Alex Williamson <alex.williamson@redhat.com>    maintainer of VFIO DRIVER; commented on the RFC
    Cc: Cornelia Huck <cohuck@redhat.com>               reviewer of VFIO DRIVER
        kvm@vger.kernel.org                             open list of VFIO DRIVER
        linux-kernel@vger.kernel.org                    open list
        Alexey Kardashevskiy <aik@ozlabs.ru>            wrote the RFC
        David Gibson <david@gibson.dropbear.id.au>      commented on the RFC
        Konrad Rzeszutek Wilk <konrad.wilk@oracle.com>  commented on the RFC
        linux-api@vger.kernel.org                       a header of include/uapi changes"
  `);
  expect(await recipientsOn('6.1')).toMatchInlineSnapshot(`
    "To: Alex Williamson <alex.williamson@redhat.com>    maintainer of VFIO DRIVER; commented on the RFC
    Cc: Cornelia Huck <cohuck@redhat.com>               reviewer of VFIO DRIVER
        kvm@vger.kernel.org                             open list of VFIO DRIVER
        linux-kernel@vger.kernel.org                    open list
        Alexey Kardashevskiy <aik@ozlabs.ru>            wrote the RFC
        David Gibson <david@gibson.dropbear.id.au>      commented on the RFC
        Konrad Rzeszutek Wilk <konrad.wilk@oracle.com>  commented on the RFC
        linux-api@vger.kernel.org                       a header of include/uapi changes"
  `);
  expect(await recipientsOn('6.12')).toMatchInlineSnapshot(`
    "To: Alex Williamson <alex.williamson@redhat.com>  maintainer of VFIO DRIVER; commented on the RFC
    Cc: kvm@vger.kernel.org                           open list of VFIO DRIVER
        linux-kernel@vger.kernel.org                  open list
        Alexey Kardashevskiy <aik@ozlabs.ru>          wrote the RFC
        David Gibson <david@gibson.dropbear.id.au>    commented on the RFC
        Konrad Rzeszutek Wilk <konrad@kernel.org>     commented on the RFC
        linux-api@vger.kernel.org                     a header of include/uapi changes"
  `);
  expect(await recipientsOn('7.2')).toMatchInlineSnapshot(`
    "To: Alex Williamson <alex@shazbot.org>          maintainer of VFIO DRIVER; commented on the RFC
        David Matlack <dmatlack@google.com>         maintainer of VFIO SELFTESTS
        Shuah Khan <shuah@kernel.org>               maintainer of KERNEL SELFTEST FRAMEWORK
        Sumit Semwal <sumit.semwal@linaro.org>      maintainer of DMA BUFFER SHARING FRAMEWORK, by a keyword in the patch
        Christian König <christian.koenig@amd.com>  maintainer of DMA BUFFER SHARING FRAMEWORK, by a keyword in the patch
    Cc: linux-kernel@vger.kernel.org                open list
        kvm@vger.kernel.org                         open list of VFIO DRIVER
        linux-kselftest@vger.kernel.org             open list of KERNEL SELFTEST FRAMEWORK
        linux-media@vger.kernel.org                 open list of DMA BUFFER SHARING FRAMEWORK, by a keyword in the patch
        dri-devel@lists.freedesktop.org             open list of DMA BUFFER SHARING FRAMEWORK, by a keyword in the patch
        linaro-mm-sig@lists.linaro.org              moderated list of DMA BUFFER SHARING FRAMEWORK, by a keyword in the patch
        Alexey Kardashevskiy <aik@ozlabs.ru>        wrote the RFC
        David Gibson <david@gibson.dropbear.id.au>  commented on the RFC
        Konrad Rzeszutek Wilk <konrad@kernel.org>   commented on the RFC
        linux-api@vger.kernel.org                   a header of include/uapi changes"
  `);
});

test('a design that leaves the UAPI alone does not go to linux-api, and nobody is named where nobody shall be', async () => {
  const tree = ['--tree', 'debian:6.1', '--no-evidence'];
  const quiet = addressed(await kpw('unconditional-removal', ...tree, '--without-prerequisite'));
  expect(quiet.filter((line) => line.includes('linux-api'))).toEqual([]);
  const none = await kpw('region-flag', ...tree, '--no-recipients', '--cc', 'bob@example.org');
  expect(addressed(none)).toEqual(['Cc: bob@example.org  --cc']);
  expect(none.said.match(/^(To|Cc): .*$/gm)).toEqual(['Cc: bob@example.org', 'Cc: bob@example.org']);
});

test('git am and b4 make of the mbox, byte for byte, the files that the templates give', async () => {
  const mbox = join(folder, 'opt-in.mbox');
  await kpw('opt-in-ioctl', '--tree', `${repository}@${commit}`, '--no-evidence', '--mbox', mbox);
  const user = ['-c', 'user.name=Ada Lamp', '-c', 'user.email=ada@example.org'];
  await git(...user, 'am', '--quiet', mbox);
  const [choice] = allVariants().filter(({ variant }) => variant.id === 'opt-in-ioctl');
  const made = await compose(msixMmap, await debian('6.1'), choice ? [choice] : []);
  const texts = made.variants[0]?.composition.edited.texts ?? new Map();
  expect(texts.size).toBeGreaterThan(5);
  for (const [path, text] of texts) expect(await readFile(join(repository, path), 'latin1'), path).toBe(text);
  const wanted = await inTree('HEAD');
  await git('reset', '--quiet', '--hard', commit);

  const b4 = (...argv: string[]) =>
    execa('b4', ['--no-interactive', '--offline-mode', '--no-stdin', ...argv], {
      cwd: repository,
      stdin: 'ignore',
      env: {
        ...{ HOME: folder, XDG_DATA_HOME: folder, XDG_CACHE_HOME: folder },
        ...{ GIT_CONFIG_COUNT: '3', GIT_CONFIG_KEY_0: 'b4.attestation-policy', GIT_CONFIG_VALUE_0: 'off' },
        // b4 wants to know its user by the configuration.
        ...{ GIT_CONFIG_KEY_1: 'user.name', GIT_CONFIG_VALUE_1: 'Ada Lamp' },
        ...{ GIT_CONFIG_KEY_2: 'user.email', GIT_CONFIG_VALUE_2: 'ada@example.org' },
      },
    });
  const out = join(folder, 'am');
  await mkdir(out, { recursive: true });
  const { stderr } = await b4('am', '-m', mbox, '-o', out);
  expect(apart(stderr).match(/^ .*(?:PATCH|Base).*$/gm)).toMatchInlineSnapshot(`
    [
      "  [PATCH RFC 1/2] vfio/pci: Restore the MSI-X mmap restriction",
      "  [PATCH RFC 2/2] vfio/pci: Let users opt in to mapping MSI-X tables",
      " Base: using specified base-commit COMMIT",
    ]
  `);
  const [prepared = ''] = (await readdir(out)).filter((name) => name.endsWith('.mbx'));
  await git(...user, 'am', '--quiet', join(out, prepared));
  expect(await inTree('HEAD')).toBe(wanted);
  await git('reset', '--quiet', '--hard', commit);

  await b4('shazam', '-m', mbox);
  expect(await inTree('HEAD')).toBe(wanted);
  await git('reset', '--quiet', '--hard', commit);

  // With the cover letter in it, git has to be told to pass it over; b4 knows.
  const covered = join(folder, 'covered.mbox');
  await kpw(
    'opt-in-ioctl',
    '--tree',
    `${repository}@${commit}`,
    '--no-evidence',
    '--cover',
    '--mbox',
    covered,
  );
  await b4('shazam', '-m', covered);
  expect(await inTree('HEAD')).toBe(wanted);
  await git('reset', '--quiet', '--hard', commit);
  await git(...user, 'am', '--quiet', '--empty=drop', covered);
  expect(await inTree('HEAD')).toBe(wanted);
});

test('base and prerequisite ids are those that git format-patch --base tells of the same commits', async () => {
  const mbox = join(folder, 'whole.mbox');
  const tree = ['--tree', `${repository}@${commit}`, '--no-evidence', '--mbox'];
  await kpw('opt-in-ioctl', ...tree, mbox);
  await git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'am', '--quiet', mbox);
  const bases = (text: string) => text.match(/^(base-commit|prerequisite-patch-id): .*$/gm);
  const told = async (...argv: string[]) =>
    bases(await git('format-patch', '--stdout', `--base=${commit}`, ...argv));
  expect(bases(await readFile(mbox, 'utf8'))).toEqual(await told(commit));
  expect(bases(await readFile(`${mbox}.cover`, 'utf8'))).toEqual(await told('--cover-letter', commit));

  const alone = join(folder, 'alone.mbox');
  await kpw('opt-in-ioctl', ...tree, alone, '--without-prerequisite');
  const own = bases(await readFile(alone, 'utf8'));
  expect(own).toHaveLength(2);
  expect(own).toEqual(await told('HEAD~1'));
});

test('the next version of one patch, signed off and as a reply, stands as a maintainer expects it', async () => {
  const argv = [
    ...[
      'unconditional-removal',
      '--tree',
      `${repository}@${commit}`,
      '--without-prerequisite',
      '--no-evidence',
    ],
    ...['--rfc', '--prefix', 'vfio', '-v', '2', '--note', 'Say what userspace is not told', '--signoff'],
    ...['--in-reply-to', '<20171122040932.970-1-aik@ozlabs.ru>', '--date', '2026-11-24T12:00Z'],
    ...['--author', 'David Design <david@example.org>', '--to', '"Bob, B." <bob@example.org>'],
  ];
  const { said } = await kpw(...argv);
  const [message = ''] = apart(withoutIds(said)).split(/^Generated by kpw/m);
  expect(message).toMatchInlineSnapshot(`
    "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
    Message-ID: <HASH-1@kpw.invalid>
    In-Reply-To: <20171122040932.970-1-aik@ozlabs.ru>
    References: <20171122040932.970-1-aik@ozlabs.ru>
    From: Ada Lamp <ada@example.org>
    Date: Tue, 24 Nov 2026 12:00:00 +0000
    Subject: [RFC PATCH vfio v2] vfio/pci: Stop treating the MSI-X table specially
     in mmap
    To: Alex Williamson <alex.williamson@redhat.com>,
        "Bob, B." <bob@example.org>
    Cc: Cornelia Huck <cohuck@redhat.com>,
        kvm@vger.kernel.org,
        linux-kernel@vger.kernel.org,
        Alexey Kardashevskiy <aik@ozlabs.ru>,
        David Gibson <david@gibson.dropbear.id.au>,
        Konrad Rzeszutek Wilk <konrad.wilk@oracle.com>

    From: David Design <david@example.org>

    The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
    a page may hold device registers as well, and every access to them becomes
    a system call.

    All that the refusal achieves is a poor attempt to keep users from shooting
    themselves in the foot.  Vectors that are written into the table by hand do
    not work, because the host has not set them up; nothing worse happens,
    because a device that can do DMA can do whatever write the table could make
    it do, and the IOMMU has to deal with both.

    It was asked how the kernel could decide whom to allow the mapping, by a
    property of the IOMMU group, of the PCI bus, or by asking the user.  There
    is nothing to decide.  A client that does not want to map the page does not
    map it, and a client that traps accesses to the table overlays the mapping.

    Remove the refusal and the sparse mmap capability with it.  The discussion
    ended at telling userspace nothing.  Depart from that: QEMU and DPDK have
    come to look for VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, and leave the page out
    where it is not given, so give it.

    That is what commit a32295c612c5 ("vfio-pci: Allow mapping MSIX BAR")
    merged in v4.16.  Together with the patches before, which take it back to
    have the base of the other designs, the series nets to nothing: the driver
    is the one that it started from.  What is left of the design is this
    message: from the diff on the patch is the one that proposes the
    capability.

    Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru
    Signed-off-by: Ada Lamp <ada@example.org>
    ---
    Changes in v2:
     - Say what userspace is not told

    "
  `);
  expect((await kpw(...argv)).said).toBe(said);
});

test('without an identity the mails come from nobody, and cannot be signed off', async () => {
  vi.stubEnv('GIT_COMMITTER_NAME', undefined);
  vi.stubEnv('GIT_COMMITTER_EMAIL', undefined);
  vi.stubEnv('EMAIL', undefined);
  const tree = ['--tree', `${repository}@${commit}`, '--no-evidence'];
  const { said, noted } = await kpw('region-flag', ...tree);
  expect(said.match(/^(From: .*|Signed-off-by.*)$/gm)).toEqual([
    'From: Kernel Patch Workbench <kpw@example.invalid>',
    'From: Kernel Patch Workbench <kpw@example.invalid>',
  ]);
  expect(noted).toContain('the mails come from nobody');
  await expect(kpw('region-flag', ...tree, '--signoff')).rejects.toMatchObject({ code: 'NO_IDENTITY' });
  await git('config', 'user.name', 'Tree Owner');
  await git('config', 'user.email', 'owner@example.org');
  expect((await kpw('region-flag', ...tree, '--signoff')).said.match(/^Signed-off-by.*$/gm)).toEqual([
    'Signed-off-by: Tree Owner <owner@example.org>',
    'Signed-off-by: Tree Owner <owner@example.org>',
  ]);
});

test('kpw diff reads the mbox back as the variant that it is', async () => {
  const mbox = join(folder, 'round.mbox');
  const plain = (text: string) => text;
  for (const extra of [[], ['--cover'], ['-v', '2', '--note', 'x', '--signoff']]) {
    await kpw('region-flag', '--tree', 'debian:6.12', '--no-evidence', '--mbox', mbox, ...extra);
    const said = await runVerb(diff, ['region-flag', mbox, '--tree', 'debian:6.12']);
    expect(said).toEqual({ status: 0, said: '', noted: '' });
  }
  expect(plain(await readFile(mbox, 'utf8'))).toMatch(/^Subject: \[RFC PATCH v2 1\/2\] /m);
});

/** A run as kpw run keeps one, of all designs on debian:6.1. */
async function keptRun(runs: string): Promise<void> {
  const tree = await debian('6.1');
  const made = await mail(await compose(msixMmap, tree, allVariants()), 'templates', testContext());
  const cell = {
    tests: [],
    observations: {},
    measurements: {},
    findings: [],
    contract: {},
    boot: 1,
    consoleTail: '',
  };
  const run = '20260101T000000Z-debian-6.1-x86-intel';
  const evidence: Evidence = {
    ...{ schema: 1, run, started: '2026-01-01T00:00:00.000Z', seconds: 1 },
    topic: { id: msixMmap.id, title: msixMmap.title },
    tree: { spec: tree.spec, label: tree.label, release: 'A.B.C', base: { ...tree.base } },
    machine: { id: 'x86-intel', title: 'a PC' },
    kernel: { release: '6.1-cloud', packages: [] },
    ...{ qemu: '7.2', host: { node: '20', cpus: 2 }, stages: [], boots: [] },
    cells: [
      {
        ...cell,
        name: 'baseline',
        title: 'tree as it is',
        role: 'baseline',
        parameters: {},
        verdict: 'PASS',
      },
      ...made.map(({ variant, parameters }) => ({
        ...{ ...cell, name: variant.id, title: variant.title, role: 'variant' as const, parameters },
        verdict: variant.id === 'region-flag' ? ('FAIL' as const) : ('PASS' as const),
        tests: [
          {
            program: 'p',
            name: 'maps',
            status: variant.id === 'region-flag' ? ('FAIL' as const) : ('PASS' as const),
          },
        ],
      })),
    ],
  };
  expect(Evidence.safeParse(evidence).success).toBe(true);
  for (const { variant, mails } of made) await writeSeries(join(runs, run, 'series', variant.id), mails);
  await writeFile(join(runs, run, 'evidence.json'), JSON.stringify(evidence));
}

test('a cover letter speaks of a run of these very patches, and of no other', async () => {
  const runs = join(folder, 'runs');
  await keptRun(runs);
  const out = join(folder, 'cover');
  const cover = async (id: string, ...extra: string[]) => {
    const { noted } = await kpw(id, '--tree', 'debian:6.1', '--runs', runs, '--out', out, ...extra);
    return { text: await readFile(join(out, '0000-cover-letter.patch'), 'utf8'), noted };
  };
  const { text } = await cover('opt-in-ioctl');
  expect(withoutIds(text)).toMatchInlineSnapshot(`
    "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
    Message-ID: <HASH-0@kpw.invalid>
    From: Ada Lamp <ada@example.org>
    Date: Mon, 17 Sep 2001 00:00:00 +0000
    Subject: [RFC PATCH 0/2] vfio/pci: Let userspace map the MSI-X table: opt-in
     ioctl
    To: Alex Williamson <alex.williamson@redhat.com>
    Cc: Cornelia Huck <cohuck@redhat.com>,
        kvm@vger.kernel.org,
        linux-kernel@vger.kernel.org,
        Alexey Kardashevskiy <aik@ozlabs.ru>,
        David Gibson <david@gibson.dropbear.id.au>,
        Konrad Rzeszutek Wilk <konrad.wilk@oracle.com>,
        linux-api@vger.kernel.org

    With 64K pages, the page around the MSI-X table of a PCI device swallows
    device registers, and every access to them goes through read and write
    calls. How should userspace be allowed to mmap that page?

    A user that sets up vectors through VFIO_DEVICE_SET_IRQS only says so by an
    ioctl; from then on the region is described by
    VFIO_REGION_INFO_CAP_MSIX_MAPPABLE and may be mapped whole.  A user that
    does not call it finds what v4.15 gave: programs that rely on v4.16 break
    or map around the table.  The price is a new ioctl, and a choice that the
    driver has to keep for each device that is open.

    This is an RFC.  "vfio/pci: Restore the MSI-X mmap restriction" makes the
    base of the comparison and is not proposed for merging.

    Origin: Alexey Kardashevskiy, the RFC itself (22 November 2017); supported
    by David Gibson (mails 1 and 3).

    The RFC dropped the sparse mmap capability and announced nothing in its
    place; today's clients look for VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, which
    came with v4.16, so the opt-in gives it.  Three holes of the RFC are closed
    (see as-posted), and the opt-in fails where there is no table to map.  The
    ioctl's number is the one that is free on the newest kernel, on older ones
    too.

    Patch 1 is what all designs need first on this tree, and no part of the
    proposal: "vfio/pci: Restore the MSI-X mmap restriction".

    The patches are generated, from the template msix-mmap/opt-in-ioctl; below
    its "---" each says from what.

    The designs as a run saw them, where they differ:

                  opt-   region- new-       unconditional- iommu- pci- baseline
                  in-    flag    capability removal        group- bus-
                  ioctl                                    flag   flag
    verdict
     tests passed 1/1    0/1     1/1        1/1            1/1    1/1  -
     verdict      PASS   FAIL    PASS       PASS           PASS   PASS PASS

    baseline: the tree as it is
    Tree: debian:6.1 (Linux A.B.C)
    Guest: 6.1-cloud, machine x86-intel, QEMU 7.2
    Run: 20260101T000000Z-debian-6.1-x86-intel

    Tested: 1 of 1 tests passed; the verdict is PASS.  That was in a guest of
    6.1-cloud, on the machine x86-intel (a PC) of QEMU 7.2; run
    20260101T000000Z-debian-6.1-x86-intel.

    Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru

    Ada Lamp (2):
      vfio/pci: Restore the MSI-X mmap restriction
      vfio/pci: Let users opt in to mapping MSI-X tables

     drivers/vfio/pci/vfio_pci_core.c | 86 +++++++++++++++++++++++++++++++++++++++-
     include/linux/vfio_pci_core.h    |  1 +
     include/uapi/linux/vfio.h        | 42 ++++++++++++++++++++
     3 files changed, 128 insertions(+), 1 deletion(-)

    "
  `);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);

  // Parameters that the run did not have, and patches that the template no longer gives.
  expect((await cover('opt-in-ioctl', '--set', 'as-posted')).text).toContain('\nNot tested');
  const [run = ''] = await readdir(runs);
  const kept = join(runs, run, 'series', 'region-flag');
  const [, own = ''] = await readdir(kept);
  await writeFile(
    join(kept, own),
    (await readFile(join(kept, own), 'latin1')).replace('+#define', '+#define OLD'),
    'latin1',
  );
  const stale = await cover('region-flag');
  expect(stale.text).toContain('\nNot tested in this form: ');
  expect(stale.text).not.toMatch(/^ tests passed .*0\/1/m);
  expect(stale.noted).toContain('results of region-flag are left out: the template gives other patches now');
  // A run of another tree says nothing of this one.
  await writeFile(
    join(runs, run, 'evidence.json'),
    (await readFile(join(runs, run, 'evidence.json'), 'utf8')).replace(/"sha256":"\w+"/, '"sha256":"0"'),
  );
  expect((await cover('opt-in-ioctl')).text).toContain('\nNot tested: no run');
});

test.each([
  [['opt-in'], 'UNKNOWN_NAME'],
  [['opt-in-ioctl', '-v', '2'], 'NO_NOTES'],
  [['opt-in-ioctl', '-v', '0'], 'BAD_PARAMETER'],
  [['opt-in-ioctl', '--in-reply-to', 'x'], 'BAD_PARAMETER'],
  [['opt-in-ioctl', '--cc', 'nobody'], 'BAD_PARAMETER'],
  [['opt-in-ioctl', '--date', 'soon'], 'BAD_PARAMETER'],
  [['opt-in-ioctl', '--author', 'me'], 'BAD_PARAMETER'],
  [['opt-in-ioctl', '--prefix', 'a b'], 'BAD_PARAMETER'],
  [['new-capability', '--set', 'number=3'], 'BAD_PARAMETER'],
  [['opt-in-ioctl', '--mbox', 'a', '--out', 'b'], 'BAD_PARAMETER'],
  [['opt-in-ioctl', '--mbox', '/proc/nowhere/x.mbox'], 'OUTPUT_UNWRITABLE'],
  [['opt-in-ioctl', '--out', '.'], 'OUTPUT_UNWRITABLE'],
])('%j is refused with %s', async (argv, code) => {
  await expect(kpw(...argv, '--no-evidence')).rejects.toMatchObject({ code });
});

test('what a reviewer would say of the mails is found, whatever the template says', async () => {
  const designs = await compose(msixMmap, await debian('6.1'), allVariants().slice(0, 1));
  const templates = fileURLToPath(new URL('../templates', import.meta.url));
  const [made] = await mail(designs, templates, testContext());
  const said = (words: string) =>
    made?.mails.map(({ name, text }) => ({ name, text: text.replace(/\n\n/, `\n\n${words}\n\n`) })) ?? [];
  const rules = async (words: string) =>
    (await remarksOn(designs, said(words), 0, undefined, testContext())).filter(
      ({ rule, message }) => rule === 'review-origin' && message.includes('1999'),
    );
  expect(await rules('The proposal of 1999 did the same.')).not.toEqual([]);
  expect(await rules('The lamps of 1999 did the same.')).toEqual([]);
});

test.each([
  '5.10',
  '7.2',
] as const)('the bus flag as it was proposed draws what its review said, on %s', async (series) => {
  const chosen = allVariants(['as-posted']).filter(({ variant }) => variant.id === 'pci-bus-flag');
  const designs = await compose(msixMmap, await debian(series), chosen);
  const [made] = await mail(designs, fileURLToPath(new URL('../templates', import.meta.url)), testContext());
  const remarks = await remarksOn(designs, made?.mails ?? [], 0, undefined, testContext());
  expect(remarks.map(({ rule }) => rule).sort()).toEqual([
    'review-live-decision',
    'review-state-one-way',
    'review-two-interfaces',
  ]);
});
