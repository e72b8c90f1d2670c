// SPDX-License-Identifier: GPL-2.0-only
import { dirname } from 'node:path';
import type { CoverageEvidence } from '../evidence/schema.ts';
import { xmlText } from '../xml.ts';
import { branchShare, isCompiledIn, lineShare, type Share } from './coverage.ts';
import { hits } from './lcov.ts';

type CoveredLine = CoverageEvidence['lines'][number];

/**
 * The same in Cobertura's format (coverage-04.dtd), which CI services read: a package a folder, a class a file.
 *
 * @param source folder that the files' paths are relative to
 * @param time of the run, ISO 8601
 */
export function cobertura(
  coverage: Pick<CoverageEvidence, 'lines' | 'moments'>,
  { source, time }: { source: string; time: string },
): string {
  const { moments } = coverage;
  const lines = coverage.lines.filter(isCompiledIn);
  const total = lineShare({ lines });
  const branches = branchShare({ lines });
  const files = [...new Set(lines.map(({ file }) => file))];
  const of = (file: string) => lines.filter((line) => line.file === file);
  const folders = [...new Set(files.map((file) => dirname(file)))];
  const counts = [
    `lines-covered="${total.reached}" lines-valid="${total.all}"`,
    `branches-covered="${branches.reached}" branches-valid="${branches.all}"`,
  ].join(' ');
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">',
    `<coverage ${rates(lines)} ${counts} complexity="0" version="kpw" timestamp="${Date.parse(time)}">`,
    '  <sources>',
    `    <source>${xmlText(source)}</source>`,
    '  </sources>',
    '  <packages>',
    ...folders.flatMap((folder) => [
      `    <package name="${xmlText(folder)}" ${rates(lines.filter(({ file }) => dirname(file) === folder))} complexity="0">`,
      '      <classes>',
      ...files
        .filter((file) => dirname(file) === folder)
        .flatMap((file) => [
          `        <class name="${xmlText(file)}" filename="${xmlText(file)}" ${rates(of(file))} complexity="0">`,
          '          <methods/>',
          '          <lines>',
          ...of(file).flatMap((line) => lineElement(line, moments)),
          '          </lines>',
          '        </class>',
        ]),
      '      </classes>',
      '    </package>',
    ]),
    '  </packages>',
    '</coverage>',
    '',
  ].join('\n');
}

function lineElement({ line, by, branches }: CoveredLine, moments: CoverageEvidence['moments']): string[] {
  const head = `            <line number="${line}" hits="${hits(by, moments)}"`;
  if (branches.length === 0) return [`${head} branch="false"/>`];
  const taken = branches.filter((branch) => branch.by.length > 0).length;
  const percent = Math.floor((100 * taken) / branches.length);
  return [`${head} branch="true" condition-coverage="${percent}% (${taken}/${branches.length})"/>`];
}

function rates(lines: readonly CoveredLine[]): string {
  const of = { lines: [...lines] };
  return `line-rate="${rate(lineShare(of))}" branch-rate="${rate(branchShare(of))}"`;
}

/** Where there is nothing, all of it was reached. */
function rate({ reached, all }: Share): string {
  return (all === 0 ? 1 : reached / all).toFixed(4);
}
