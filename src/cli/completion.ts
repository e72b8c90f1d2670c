// SPDX-License-Identifier: GPL-2.0-only
import { UnknownName } from '../series/errors.ts';
import type { Command } from './command.ts';
import { commandsFor, GROUPS } from './verbs.ts';

const SHELLS = ['bash', 'zsh', 'fish'];
const LONG = /--[a-z][a-z-]*/g;

/** What a shell offers: the words behind each beginning of a command line. */
export interface Words {
  /** First words, and second ones of verbs that hold others. */
  readonly verbs: ReadonlyMap<string, readonly string[]>;
  /** Options by verb, `uapi diff` for one of two words. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** What an option takes, where that is a choice. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
}

export const completion: Command = {
  name: 'completion',
  arguments: '<shell>',
  needs: 'a shell: bash, zsh or fish',
  summary: 'print what bash, zsh or fish reads to complete verbs and options of kpw',
  description: `  source <(kpw completion bash)                                  for this shell; the line belongs in ~/.bashrc
  source <(kpw completion zsh)                                   behind compinit, in ~/.zshrc
  kpw completion fish > ~/.config/fish/completions/kpw.fish`,
  options: [],
  async run([shell = ''], _, terminal) {
    if (!SHELLS.includes(shell))
      throw new UnknownName({
        title: `there is no completion for "${shell}"`,
        where: 'kpw completion',
        hint: `Shells: ${SHELLS.join(', ')}.`,
      });
    const words = completionWords(await commandsFor([]));
    terminal.print(shell === 'fish' ? fish(words) : bash(words, shell === 'zsh'));
    return 0;
  },
};

export function completionWords(commands: readonly Command[]): Words {
  const verbs = new Map<string, string[]>();
  const options = new Map<string, readonly string[]>();
  const choices = new Map<string, readonly string[]>();
  for (const { name, options: own } of commands) {
    const [first = '', second] = name.split(' ');
    verbs.set(first, [...(verbs.get(first) ?? []), ...(second === undefined ? [] : [second])]);
    options.set(name, [...own.flatMap(({ flags }) => flags.match(LONG) ?? []), '--help']);
    for (const { flags, choices: some } of own)
      for (const flag of some ? (flags.match(LONG) ?? []) : []) choices.set(`${name} ${flag}`, some ?? []);
  }
  return { verbs, options, choices };
}

/** zsh reads functions of bash through bashcompinit. */
function bash({ verbs, options, choices }: Words, zsh: boolean): string {
  const groups = [...verbs].filter(([, seconds]) => seconds.length > 0);
  return [
    ...(zsh ? ['autoload -U +X bashcompinit && bashcompinit'] : []),
    '_kpw() {',
    `  local verb=\${COMP_WORDS[1]} word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=`,
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W "${[...verbs.keys()].join(' ')} help --help --version" -- "$word"))`,
    '    return',
    '  fi',
    '  case $verb in',
    ...groups.flatMap(([first, seconds]) => [
      `  ${first})`,
      '    if [ "$COMP_CWORD" -eq 2 ]; then',
      `      COMPREPLY=($(compgen -W "${seconds.join(' ')}" -- "$word"))`,
      '      return',
      '    fi',
      `    verb="$verb \${COMP_WORDS[2]}" ;;`,
    ]),
    '  esac',
    '  case "$verb $before" in',
    ...[...choices].map(([option, some]) => `  "${option}") words="${some.join(' ')}" ;;`),
    '  esac',
    `  if [ -z "$words" ] && [ "\${word#-}" != "$word" ]; then`,
    '    case $verb in',
    ...[...options].map(([verb, some]) => `    "${verb}") words="${some.join(' ')}" ;;`),
    '    esac',
    '  fi',
    '  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '  else COMPREPLY=($(compgen -f -- "$word")); fi',
    '}',
    'complete -o filenames -F _kpw kpw',
    '',
  ].join('\n');
}

function fish({ verbs, options, choices }: Words): string {
  const none = `not __fish_seen_subcommand_from ${[...verbs.keys()].join(' ')}`;
  const behind = (verb: string) =>
    verb
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
  return [
    ...[...verbs.keys()].map((verb) => `complete -c kpw -n '${none}' -f -a ${verb}`),
    ...Object.keys(GROUPS).flatMap((group) =>
      (verbs.get(group) ?? []).map((second) => `complete -c kpw -n '${behind(group)}' -f -a ${second}`),
    ),
    ...[...options].flatMap(([verb, own]) =>
      own.map((option) => {
        const some = choices.get(`${verb} ${option}`);
        return `complete -c kpw -n '${behind(verb)}' -l ${option.slice(2)}${some ? ` -x -a '${some.join(' ')}'` : ''}`;
      }),
    ),
    '',
  ].join('\n');
}
