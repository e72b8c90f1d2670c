// SPDX-License-Identifier: GPL-2.0-only

/** What the guest did at a time: a step of init (`load vfio_pci`), a program, or one test of a program. */
export type Moment =
  | { kind: 'step'; step: string }
  | { kind: 'program'; program: string }
  | { kind: 'test'; program: string; test: string }
  /** After more tests than the helper module can tell apart. */
  | { kind: 'further' };

/** A call of __sanitizer_cov_trace_pc() that was made. */
interface ReachedSite {
  /** The instruction behind the call. */
  address: bigint;
  /** Indexes of moments, ascending. */
  moments: number[];
}

/** Where a section of a loaded module is. */
export interface LoadedSection {
  module: string;
  section: string;
  address: bigint;
}

/** What a guest says of a cell whose modules are built for coverage (kernel-tests/coverage). */
export interface GuestCoverage {
  /** In load order of the modules. */
  sections: LoadedSection[];
  moments: Moment[];
  sites: ReachedSite[];
  /** Calls for which the helper module had no room: what they reached is not known. */
  lost: number;
}

/** Undefined where the text is not a whole report of the guest's init. */
export function parseCoverage(text: string): GuestCoverage | undefined {
  const coverage: GuestCoverage = { sections: [], moments: [], sites: [], lost: 0 };
  let whole = false;
  for (const line of text.split('\n').filter(Boolean)) {
    const [kind, first = '', ...rest] = line.split(' ');
    if (kind === 'section') {
      const [section = '', address = ''] = rest;
      if (!/^0x[0-9a-f]+$/.test(address)) return undefined;
      coverage.sections.push({ module: first, section, address: BigInt(address) });
    } else if (kind === 'mark') coverage.moments[Number(first)] = momentOf(rest);
    else if (kind === 'site') {
      if (!/^[0-9a-f]+$/.test(first)) return undefined;
      coverage.sites.push({ address: BigInt(`0x${first}`), moments: rangesOf(rest[0] ?? '') });
    } else if (kind === 'lost') {
      coverage.lost = Number(first);
      whole = true;
    } else return undefined;
  }
  const known = coverage.sites.every(({ moments }) => moments.every((at) => coverage.moments[at]));
  return whole && known ? coverage : undefined;
}

function momentOf([kind = '', first = '', ...rest]: readonly string[]): Moment {
  if (kind === 'program') return { kind, program: first };
  if (kind === 'test') return { kind, program: first, test: rest.join(' ') };
  if (kind === 'further') return { kind };
  return {
    kind: 'step',
    step: [kind === 'step' ? undefined : kind, first, ...rest].filter(Boolean).join(' '),
  };
}

/** `0-3,7`, as the kernel prints a bitmap (Documentation/core-api/printk-formats.rst, %*pbl). */
function rangesOf(text: string): number[] {
  return text
    .split(',')
    .filter(Boolean)
    .flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, at) => from + at);
    });
}
