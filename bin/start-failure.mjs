// SPDX-License-Identifier: GPL-2.0-only
// Why the program could not be loaded, in the words of src/cli/failure-text.ts, which could not be loaded either.

/** As src/exit-status.ts has them; test/start-failure.test.ts compares. */
export const STATUS = { HOST_LACKS: 3, HOST_FAULT: 3, SOURCE_BROKEN: 4, INTERNAL: 70 };

const NEXT = {
  HOST_LACKS: 'Install the packages: npm ci (npm start does it).',
  HOST_FAULT: 'Mend that on the host, then run the same command again.',
  SOURCE_BROKEN:
    'Mend that line, or take the file out of what is loaded (a topic lists its variants in index.ts).',
  INTERNAL: 'This is a defect of kpw: please report it with the lines above.',
};

/** As src/host-fault.ts has it; the same test compares. */
export const FILES = 'Raise the limit (ulimit -n 4096), then run the same command again.';

/** @returns {{ text: string, status: number }} */
export function startFailure(error) {
  const code = codeOf(error);
  const where = placeOf(error);
  const lines = [
    `error [${code}] ${titleOf(error, code)}`,
    ...(where ? [`where ${where}`] : []),
    ...(code === 'INTERNAL' ? [String(error?.stack)] : []),
    `next  ${error?.code === 'EMFILE' ? FILES : NEXT[code]}`,
  ];
  return { text: `${lines.join('\n')}\n`, status: STATUS[code] };
}

function codeOf(error) {
  if (error?.code === 'ERR_MODULE_NOT_FOUND') return isPackage(error) ? 'HOST_LACKS' : 'SOURCE_BROKEN';
  if (typeof error?.syscall === 'string') return 'HOST_FAULT';
  // esbuild's own errors, what tsx makes of them, and what a module throws while it is loaded.
  if (Array.isArray(error?.errors) || error?.name === 'TransformError' || error instanceof SyntaxError)
    return 'SOURCE_BROKEN';
  return placeOf(error) ? 'SOURCE_BROKEN' : 'INTERNAL';
}

/** A relative path is named with its folder; a package by its bare name. */
function isPackage(error) {
  return /Cannot find package/.test(String(error.message));
}

function titleOf(error, code) {
  const message = String(error?.message ?? error);
  // tsx repeats esbuild's words below a line that says how many errors there are.
  const first = error?.errors?.[0]?.text ?? /: ERROR: (.*)/.exec(message)?.[1] ?? message.split('\n')[0];
  if (code === 'HOST_LACKS') return `an npm package is missing: ${first}`;
  if (code === 'HOST_FAULT') return `the system refuses something that kpw needs: ${first}`;
  return code === 'SOURCE_BROKEN' ? `a source of this checkout does not load: ${first}` : first;
}

/** The first line of a template, a rule, a machine or the program itself that the error speaks of. */
function placeOf(error) {
  const location = error?.errors?.[0]?.location;
  if (location) return `${location.file}:${location.line}`;
  const text = `${error?.message ?? ''}\n${error?.stack ?? ''}`;
  const found = /((?:templates|checks|kernel-tests|subsystems|src)\/[\w./-]+\.ts)(?:\?[^\s:)]*)?:(\d+)/.exec(
    text,
  );
  return found ? `${found[1]}:${found[2]}` : undefined;
}
