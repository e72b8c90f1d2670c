// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { type Case, groupsOf, keyed, slug } from '../cases.ts';
import { cutText } from '../clean.ts';
import { type FormatSettings, jsonText, type OutputFormat } from '../format.ts';
import type { ReportedDesign, ReportedPatch, Results } from '../model.ts';

/**
 * KCIDB 5.3 (kcidb_io/schema/v05_03.py). A design's tree with its patches is a checkout; the design on a machine a build;
 * that it ran, rules, tests and measurements are tests of it.
 */
export const kcidb: OutputFormat = {
  name: 'kcidb',
  summary: 'KCIDB 5.3 report, for KernelCI',
  write: (results, settings) => jsonText(report(results, settings)),
};

/** The schema has no announced failure: the test came to its end and says nothing against the code. `misc` tells it. */
const STATUS = { pass: 'PASS', fail: 'FAIL', error: 'ERROR', skip: 'SKIP', xfail: 'PASS' } as const;
/** Characters of an excerpt of a log. */
const EXCERPT = 16384;

function report(results: Results, settings: FormatSettings): object {
  const own = keyed(results.designs).map(({ key, design }) => ofDesign(key, design, results, settings));
  const checkouts = new Map(own.map(({ checkout }) => [checkout.id, checkout]));
  return {
    version: { major: 5, minor: 3 },
    checkouts: [...checkouts.values()],
    builds: own.map(({ build }) => build),
    tests: own.flatMap(({ tests }) => tests),
  };
}

function ofDesign(key: string, design: ReportedDesign, results: Results, settings: FormatSettings) {
  const { origin, artifacts } = settings;
  const { tree, machine, kernel, build, patches, run = results.run } = design;
  const time = { start_time: results.started };
  const content = [
    tree?.base ?? tree?.spec,
    patches.map(({ sha256, messageId, subject }) => sha256 ?? messageId ?? subject),
  ];
  const checkoutId = `${origin}:${hash(JSON.stringify(content)).slice(0, 40)}`;
  const buildId = `${origin}:${run ?? `${results.verb} ${results.started}`}/${key}`;
  const log =
    artifacts && design.boot?.console ? { log_url: `${artifacts}/${uri(design.boot.console)}` } : {};
  const applied = design.failure?.code !== 'PATCH_REJECTED';
  return {
    checkout: {
      ...{ id: checkoutId, origin, ...time },
      ...(tree ? { tree_name: tree.label ?? tree.spec } : {}),
      ...(/^[0-9a-f]{40}$/.test(tree?.base?.commit ?? '') ? { git_commit_hash: tree?.base?.commit } : {}),
      comment: [tree?.release ? `Linux ${tree.release}` : '', design.title].filter(Boolean).join(', '),
      ...patchset(design, run, settings),
      valid: applied,
      ...(tree?.base ? { misc: { base: tree.base } } : {}),
    },
    build: {
      ...{ checkout_id: checkoutId, id: buildId, origin, ...time },
      ...(machine?.architecture ? { architecture: machine.architecture } : {}),
      ...(kernel?.way
        ? { config_name: kernel.way === 'source' ? `kpw ${machine?.id}` : kernel.release }
        : {}),
      comment: machine ? `${design.name} for ${machine.id}` : `${design.name}, which was not built`,
      ...(build?.seconds === undefined ? {} : { duration: build.seconds }),
      ...buildStatus(design),
      ...(build && build.warnings.length > 0
        ? { log_excerpt: cutText(build.warnings.join('\n'), EXCERPT) }
        : {}),
      misc: {
        kpw: results.tool,
        ...(kernel ? { kernel } : {}),
        ...(results.host ? { host: results.host } : {}),
      },
    },
    tests: [...cases(design), ...measurements(design)].map(({ path, ...test }) => ({
      ...{ build_id: buildId, id: `${buildId}/${test.misc.name}`, origin, path, ...time },
      ...(machine
        ? {
            environment: {
              comment: [machine.title, kernel?.release].filter(Boolean).join(', '),
              misc: { machine: machine.id },
            },
          }
        : {}),
      ...test,
      ...log,
    })),
  };
}

/** Failures of the compiler are the build's; all else is said of tests. */
function buildStatus({ failure, verdict }: ReportedDesign): { status?: 'PASS' | 'FAIL' | 'SKIP' | 'MISS' } {
  if (verdict === undefined) return {};
  if (failure?.code === 'BUILD_FAILED') return { status: 'FAIL' };
  if (verdict === 'skip') return { status: 'SKIP' };
  return { status: verdict === 'miss' ? 'MISS' : 'PASS' };
}

/** Hash as sha256sum makes it of hashes; left out where one is not known. Files only where they can be fetched. */
function patchset(
  { name, patches }: ReportedDesign,
  run: string | undefined,
  settings: FormatSettings,
): object {
  const hashes = patches.flatMap(({ sha256 }) => sha256 ?? []);
  const urls = patches.map((patch) => patchUrl(patch, name, run, settings));
  const first = patches.find(({ role }) => role === 'own');
  return {
    ...(hashes.length === patches.length
      ? { patchset_hash: hashes.length === 0 ? '' : hash(hashes.map((one) => `${one}\n`).join('')) }
      : {}),
    ...(urls.length > 0 && urls.every((url) => url !== undefined)
      ? {
          patchset_files: patches.map((patch, at) => ({
            name: (patch.name || `${at + 1}-${patch.subject}.patch`).replace(/[^\w.-]+/g, '_'),
            url: urls[at],
          })),
        }
      : {}),
    ...(first?.messageId !== undefined && /^[^\s@]+@[^\s@]+$/.test(first.messageId)
      ? { message_id: first.messageId }
      : {}),
  };
}

function patchUrl(
  { messageId, name }: ReportedPatch,
  design: string,
  run: string | undefined,
  { artifacts }: FormatSettings,
): string | undefined {
  if (messageId !== undefined) return `https://lore.kernel.org/all/${encodeURIComponent(messageId)}/raw`;
  if (artifacts === undefined || run === undefined || name === undefined) return undefined;
  return `${artifacts}/${uri(`${run}/series/${design}/${name}`)}`;
}

function cases(design: ReportedDesign) {
  return groupsOf(design).flatMap(({ name: group, cases: own }) =>
    own.map((one: Case) => ({
      path: pathOf(group, one.name),
      status: STATUS[one.status],
      ...(one.reason === undefined ? {} : { comment: one.reason }),
      ...(one.lines.length > 0 ? { log_excerpt: cutText(one.lines.join('\n'), EXCERPT) } : {}),
      ...(one.seconds === undefined ? {} : { duration: one.seconds }),
      misc: { name: `${group}/${one.name}`, ...(one.status === 'xfail' ? { xfail: true } : {}) },
    })),
  );
}

function measurements({ measurements: all }: ReportedDesign) {
  return all.map(({ name, value, unit, samples }) => ({
    path: pathOf('measure', name),
    status: 'DONE' as const,
    number: { value, unit },
    misc: { name: `measure/${name}`, ...(samples === undefined ? {} : { samples }) },
  }));
}

/** `kpw.lamp_test.switch.a`: the dots of a test's name part it as those of the path do. */
function pathOf(...parts: readonly string[]): string {
  return ['kpw', ...parts].join('.').split('.').map(slug).filter(Boolean).join('.');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function uri(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
