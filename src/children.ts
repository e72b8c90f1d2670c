// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, spawn } from 'node:child_process';
import { startOf } from './owner.ts';

/** For execa: a process group of its own, so that what a program has started can be ended with it. */
export const OWN_GROUP = { detached: true } as const;

/** Milliseconds between asking a group to end and ending it. */
const PATIENCE = 2_000;

/**
 * Reads `+ <group>:<start>` and `- <group>:<start>`; when the pipe is closed, because this process has died of whatever,
 * it kills the groups that are left. A number that is another process's by now, because the watcher itself was stopped
 * for long, is told by the time at which that has started (field 22 of proc(5), /proc/pid/stat). PR_SET_PDEATHSIG would
 * reach make, and neither the makes below it nor their compilers.
 */
export const WATCHER = `
groups=' '
while read -r what group; do
  case $what in
  +) groups="$groups$group " ;;
  -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for one in $groups; do
  group=\${one%:*} start=\${one#*:} now=\${one#*:} stat=
  if read -r stat <"/proc/$group/stat"; then
    set -- \${stat##*) }
    now=\${20}
  fi
  [ "$now" = "$start" ] && kill -9 "-$group"
done 2>/dev/null
`;

let watcher: ChildProcess | undefined;
/** The groups that run, as the watcher is told of them. */
const running = new Set<string>();

/**
 * Starts a program, with OWN_GROUP, and watches over it: it and all that it has started end with this process, also
 * when that is killed, and when the signal is aborted.
 */
export function startChild<T extends { pid?: number | undefined } & PromiseLike<unknown>>(
  begin: () => T,
  signal: AbortSignal,
): T {
  // Before the program, so that there is no time in which nobody would end it.
  watcher ??= start();
  const program = begin();
  const { pid } = program;
  if (pid === undefined) return program;
  const group = `${pid}:${startOf(String(pid)) ?? ''}`;
  running.add(group);
  tell(`+ ${group}`);
  const groups = groupsOf(signal);
  groups.add(pid);
  const end = () => {
    groups.delete(pid);
    running.delete(group);
    // What it started and left behind.
    if (signal.aborted) kill(pid, 'SIGKILL');
    tell(`- ${group}`);
  };
  program.then(end, end);
  return program;
}

const GROUPS = new WeakMap<AbortSignal, Set<number>>();

/** The groups that end with a signal, by one listener for all of them. */
function groupsOf(signal: AbortSignal): Set<number> {
  const known = GROUPS.get(signal);
  if (known) return known;
  const groups = new Set<number>();
  GROUPS.set(signal, groups);
  const end = (name: NodeJS.Signals) => {
    for (const group of groups) kill(group, name);
  };
  signal.addEventListener(
    'abort',
    () => {
      end('SIGTERM');
      setTimeout(() => end('SIGKILL'), PATIENCE).unref();
    },
    { once: true },
  );
  return groups;
}

function tell(line: string): void {
  watcher ??= start();
  watcher.stdin?.write(`${line}\n`);
}

function start(): ChildProcess {
  const started = spawn('sh', ['-c', WATCHER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // Without a shell nothing of what runs here starts either.
  started.on('error', () => undefined);
  started.on('exit', (_status, signal) => {
    if (watcher !== started) return;
    watcher = undefined;
    // Killed itself, it kills nobody: another one takes over what runs.
    if (signal !== null) for (const group of running) tell(`+ ${group}`);
  });
  // None where no more files may be opened.
  started.stdin?.on('error', () => undefined);
  started.unref();
  (started.stdin as { unref?(): void } | null | undefined)?.unref?.();
  return started;
}

function kill(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // It has ended by itself.
  }
}
