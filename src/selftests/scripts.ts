// SPDX-License-Identifier: GPL-2.0-only
import { KNOWN_COMMANDS, packageOfCommand } from './commands.ts';

/** A Debian package that a guest needs for a test, and how that was found. */
export interface NeededPackage {
  readonly package: string;
  /** `pmtu.sh calls nft`. */
  readonly because: string;
}

/** Packages of interpreters by the name behind `#!`; those that every userland has need no entry. */
const INTERPRETERS: Readonly<Record<string, string>> = {
  python: 'python3',
  python3: 'python3',
  perl: 'perl',
  expect: 'expect',
  ruby: 'ruby',
  awk: 'gawk',
  gawk: 'gawk',
  ksh: 'ksh',
  zsh: 'zsh',
  tclsh: 'tcl',
  bpftrace: 'bpftrace',
  csh: 'csh',
  tcsh: 'tcsh',
  mksh: 'mksh',
  fish: 'fish',
  lua: 'lua5.4',
  'lua5.4': 'lua5.4',
  node: 'nodejs',
  nodejs: 'nodejs',
  php: 'php-cli',
  guile: 'guile-3.0',
  rexx: 'regina-rexx',
  regina: 'regina-rexx',
  Rscript: 'r-base-core',
  make: 'make',
  gdb: 'gdb',
  m4: 'm4',
};

/** Debian's packages of Python modules that are not Python's own. */
const PYTHON_MODULES: Readonly<Record<string, string>> = {
  yaml: 'python3-yaml',
  scapy: 'python3-scapy',
  jsonschema: 'python3-jsonschema',
  pytest: 'python3-pytest',
  bcc: 'python3-bpfcc',
};

/** The interpreter of a script, `python3` of `#!/usr/bin/env python3`; undefined where the text is no script. */
export function interpreterOf(text: string): string | undefined {
  const [, path = '', rest = ''] = /^#!\s*(\S+)[ \t]*([^\n]*)/.exec(text) ?? [];
  if (path === '') return undefined;
  const words = path.endsWith('/env') ? rest.split(/\s+/).filter((word) => !word.startsWith('-')) : [path];
  return (words[0] ?? path).split('/').at(-1);
}

/** The interpreter as the kernel is told it, by its path or by env(1), and whether a CR stands behind it. */
export function interpreterLine(text: string): { path: string; name: string; cr: boolean } | undefined {
  const [, line = ''] = /^#!([^\n]*)/.exec(text) ?? [];
  const name = interpreterOf(text.replace(/\r/g, ''));
  const [path = ''] = line.trim().split(/\s+/);
  if (name === undefined || path === '') return undefined;
  return { path, name, cr: line.endsWith('\r') };
}

const WORDS = KNOWN_COMMANDS.map((name) => name.replace(/[.+/]/g, '\\$&')).join('|');
/** Where a shell expects a command: at the start of one, behind a keyword, and behind what runs another command. */
const BEFORE =
  '(?:^|[;&|({`!]|\\$\\(|\\b(?:then|do|else|elif|if|while|until|exec|sudo|nohup|eval|xargs|run_cmd|check_cmd|log_test|in_ns\\w*|nsexec|ns_exec)\\s|\\btimeout\\s+\\S+\\s|\\bexec\\s+"?\\$\\{?\\w+\\}?"?\\s|\\bexec\\s+\\S+\\s)';
const CALL = new RegExp(`${BEFORE}\\s*"?(${WORDS})(?=["\\s;|&)]|$)`, 'gm');
/** Scripts that look before they call: these words are commands, whatever they are. */
const ASKED =
  /\b(?:command\s+-v|which|type(?:\s+-\w+)?|hash|require_command|check_command|assert_command)\s+"?([\w.+-]+)/g;
/** English words are no evidence in a program's text. */
const ENGLISH = [
  'file',
  'time',
  'look',
  'column',
  'route',
  'stress',
  'expect',
  'attr',
  'nm',
  'strings',
  'tar',
  'sudo',
  'vim',
  'arp',
  'quota',
  'perf',
  'python',
  'perl',
  ...['make', 'screen', 'git', 'patch', 'parallel', 'less', 'ts', 'sponge', 'kexec', 'nvme', 'lvm', 'pv'],
];
const SPOKEN = KNOWN_COMMANDS.filter((name) => !ENGLISH.includes(name) && !name.includes('/'))
  .map((name) => name.replace(/[.+]/g, '\\$&'))
  .join('|');
const IN_STRING = new RegExp(
  `[\\0"'](?:sudo |ip netns exec \\S+ )?(?:/usr)?(?:/s?bin/)?(${SPOKEN}) +[-\\w%/$]`,
  'g',
);

/** Commands that a script of a shell calls, of those that the table knows, and those that it asks for by name. */
export function commandsIn(text: string): { called: string[]; asked: string[] } {
  const code = text.replace(/^\s*#.*$/gm, '').replace(/\\\n/g, ' ');
  const called = new Set([...code.matchAll(CALL)].map(([, name = '']) => name));
  const asked = new Set([...code.matchAll(ASKED)].map(([, name = '']) => name));
  return { called: [...called].sort(), asked: [...asked].sort() };
}

/** What a test of some kind needs beside a userland's base. */
export function packagesFor(name: string, text: string): NeededPackage[] {
  const found: NeededPackage[] = [];
  const add = (command: string, because: string) => {
    const of = packageOfCommand(command);
    if (of !== undefined) found.push({ package: of, because });
  };
  const interpreter = interpreterOf(text);
  if (interpreter === undefined) {
    if (!text.startsWith('\x7fELF')) return sourced(name, text);
    for (const [, command = ''] of text.matchAll(IN_STRING)) add(command, `${name} calls ${command}`);
    return once(found);
  }
  const own = INTERPRETERS[interpreter];
  if (own !== undefined) found.push({ package: own, because: `${name} is a script of ${interpreter}` });
  if (interpreter.startsWith('python')) {
    for (const [, module = ''] of text.matchAll(/^\s*(?:import|from)\s+(\w+)/gm)) {
      const of = PYTHON_MODULES[module];
      if (of !== undefined) found.push({ package: of, because: `${name} imports ${module}` });
    }
    for (const [, command = ''] of text.matchAll(IN_STRING)) add(command, `${name} calls ${command}`);
    return once(found);
  }
  return once([...found, ...sourced(name, text)]);
}

function sourced(name: string, text: string): NeededPackage[] {
  const { called, asked } = commandsIn(text);
  return once(
    [...called, ...asked].flatMap((command) => {
      const of = packageOfCommand(command);
      return of === undefined ? [] : [{ package: of, because: `${name} calls ${command}` }];
    }),
  );
}

function once(found: readonly NeededPackage[]): NeededPackage[] {
  return found.filter((one, at) => found.findIndex((other) => other.package === one.package) === at);
}

/** Kernel modules that a script loads by name. */
export function modulesIn(text: string): string[] {
  const code = text.replace(/^\s*#.*$/gm, '');
  const names = new Set<string>();
  for (const [, rest = ''] of code.matchAll(/\bmodprobe((?:[ \t]+[\w./-]+)+)/g))
    for (const word of rest.trim().split(/\s+/))
      if (/^[a-z][\w-]*$/i.test(word)) {
        names.add(word.replaceAll('-', '_'));
        break;
      }
  return [...names].sort();
}
