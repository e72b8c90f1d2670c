// SPDX-License-Identifier: GPL-2.0-only
import type { Location, Log, ReportingDescriptor, Result } from 'sarif';
import { type SharedFinding, sharedFindings } from '../finding.ts';
import { type FormatSettings, jsonText, type OutputFormat } from '../format.ts';
import type { ReportedFinding, ReportedRule, Results } from '../model.ts';

/** SARIF 2.1.0: findings. Tests that fail are none; that a design did not run is a notification. */
export const sarif: OutputFormat = {
  name: 'sarif',
  summary: 'SARIF 2.1.0, for GitHub code scanning and editors',
  write: (results, settings) => jsonText(document(results, settings)),
};

function document(results: Results, settings: FormatSettings): Log {
  const { tool, rules, designs, verb, run, failure } = results;
  const shared = sharedFindings(designs);
  const failures = [
    ...(failure ? [{ failure, level: 'error' as const }] : []),
    ...designs.flatMap(({ failure: own, verdict }) =>
      own ? [{ failure: own, level: verdict === 'skip' ? ('note' as const) : ('error' as const) }] : [],
    ),
  ];
  const indexes = new Map(rules.map(({ id }, at) => [id, at]));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            // Older evidence does not tell.
            ...(/^\d+\.\d+\.\d+/.test(tool.version) ? { semanticVersion: tool.version } : {}),
            ...(tool.commit === undefined ? {} : { version: `${tool.version} ${tool.commit}` }),
            rules: rules.map((rule) => descriptor(rule, settings)),
          },
        },
        automationDetails: { id: `kpw/${verb.replace(' ', '-')}/${run ?? ''}` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          SRCROOT: {
            description: { text: 'The kernel tree with the patches applied, or the folder of the mails.' },
          },
        },
        invocations: [
          {
            executionSuccessful: failure === undefined,
            startTimeUtc: results.started,
            toolExecutionNotifications: failures.map(({ failure: { code, title, where, hint }, level }) => ({
              level,
              descriptor: { id: code },
              message: { text: `${where === undefined ? '' : `${where}: `}${title}. ${hint}` },
            })),
          },
        ],
        results: shared.map((one) => resultOf(one, indexes.get(one.finding.rule))),
      },
    ],
  };
}

function descriptor(
  { id, title, severity, why, reference, todo, page }: ReportedRule,
  settings: FormatSettings,
): ReportingDescriptor {
  const text = [why, todo, reference === undefined ? undefined : `See: ${reference}`]
    .filter(Boolean)
    .join('\n\n');
  const markdown = page === undefined ? undefined : settings.pages.get(page);
  return {
    id,
    shortDescription: { text: title },
    ...(why === undefined ? {} : { fullDescription: { text: why } }),
    help: { text: text || title, ...(markdown === undefined ? {} : { markdown }) },
    defaultConfiguration: { level: severity },
    properties: { tags: ['linux-kernel'], ...(page === undefined ? {} : { page }) },
  };
}

function resultOf({ finding, designs, key }: SharedFinding, ruleIndex: number | undefined): Result {
  const { rule, severity, message, effect, symbol } = finding;
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: severity,
    message: { text: message },
    locations: [location(finding)],
    // GitHub knows an alert again by the first alone.
    partialFingerprints: { primaryLocationLineHash: `${key}:1`, 'kpw/v1': key },
    properties: {
      designs: [...new Set(designs.map(({ name }) => name))],
      trees: [...new Set(designs.flatMap(({ tree }) => (tree ? [tree.spec] : [])))],
      ...(effect === undefined ? {} : { effect }),
      ...(symbol === undefined ? {} : { symbol }),
    },
  };
}

/** GitHub shows no result without a place: what is about the whole is at the first line of its file. */
function location({ file = 'unknown', line = 1, column, source }: ReportedFinding): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file), ...(file.startsWith('/') ? {} : { uriBaseId: 'SRCROOT' }) },
      region: {
        startLine: line,
        ...(column === undefined ? {} : { startColumn: column }),
        ...(source === undefined ? {} : { snippet: { text: source } }),
      },
    },
  };
}

/** A relative path as a URI, whatever its characters. */
function uriOf(path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}
