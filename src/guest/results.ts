// SPDX-License-Identifier: GPL-2.0-only

/** How a program ended: its exit status, the signal that killed it, or the seconds that were too few. */
export type ProgramEnd = { exit: number } | { signal: number } | { timeout: number };

export interface ProgramRun {
  name: string;
  /** Its standard output, verbatim. */
  ktap: string;
  /** Absent when the stream stops before. */
  end?: ProgramEnd;
  milliseconds?: number;
  /** At which each result line of the program came, in ms from its start, in their order. */
  at?: number[];
}

export interface CellRun {
  name: string;
  programs: ProgramRun[];
  /** Why init gave up on the cell, which then has no end. */
  error?: string;
  /** What kind of error that is, where init tells: `DEVICE_REFUSED`. */
  code?: string;
  ended: boolean;
  /** What modules built for coverage were seen to do (coverage.ts); only where the guest said all of it. */
  coverage?: string;
}

/** What the guest's init and its programs wrote to the result port. */
export interface ResultStream {
  boot?: { protocol: number; release: string; pageSize: number };
  cells: CellRun[];
  /** Errors of init outside of any cell. */
  errors: string[];
  /** Init said that it was done. */
  ended: boolean;
  /** What does not belong there, with its line number. */
  problems: string[];
}

/** Reads a result stream, whole or cut off anywhere. Never throws. */
export function parseResults(text: string): ResultStream {
  const stream: ResultStream = { cells: [], errors: [], ended: false, problems: [] };
  let cell: CellRun | undefined;
  let program: ProgramRun | undefined;
  let coverage: string | undefined;

  const directive = (words: string, line: number): boolean => {
    const match = (pattern: RegExp): RegExpExecArray | null => pattern.exec(words);
    let found = match(/^(\d+) boot release=(\S+) page=(\d+)$/);
    if (found) {
      stream.boot = { protocol: Number(found[1]), release: found[2] ?? '', pageSize: Number(found[3]) };
      return true;
    }
    found = match(/^cell (\S+) begin$/);
    if (found) {
      cell = { name: found[1] ?? '', programs: [], ended: false };
      stream.cells.push(cell);
      return true;
    }
    found = match(/^cell (\S+) end$/);
    if (found && cell?.name === found[1]) {
      if (cell) cell.ended = true;
      cell = undefined;
      return true;
    }
    found = match(/^program (\S+) begin$/);
    if (found && cell) {
      program = { name: found[1] ?? '', ktap: '' };
      cell.programs.push(program);
      return true;
    }
    if (words === 'coverage begin' && cell) {
      coverage = '';
      return true;
    }
    found = match(/^error (.*)$/);
    if (found) {
      // An error ends the cell that it belongs to; there is no "cell end" then.
      if (cell) {
        const [, code, text = ''] =
          /^(?:\[(\w+)\] )?(.*)$/.exec((found[1] ?? '').replace(`cell ${cell.name}: `, '')) ?? [];
        cell.error = text;
        if (code !== undefined) cell.code = code;
      } else stream.errors.push(found[1] ?? '');
      cell = undefined;
      return true;
    }
    if (words === 'end') {
      stream.ended = true;
      return true;
    }
    stream.problems.push(`line ${line}: unexpected "KPW ${words}"`);
    return false;
  };

  const lines = text.replaceAll('\r\n', '\n').split('\n');
  // What follows the last newline is a line that is still being written.
  const unfinished = lines.pop() ?? '';
  for (const [index, line] of lines.entries()) {
    // What a guest says after it started again is no answer to what it was asked.
    if (stream.boot && /^KPW \d+ boot release=/.test(line)) return stream;
    if (program) {
      const end = programEnd(line, program.name);
      if (end) {
        // The program's last line may lack a newline, so the end may stand behind it.
        program.ktap += end.before;
        program.end = end.end;
        program.milliseconds = end.milliseconds;
        program = undefined;
      } else if (isTimes(line, program)) {
        program.at = [...(program.at ?? []), ...line.split(' ').slice(4).map(Number)];
      } else {
        program.ktap += `${line}\n`;
      }
    } else if (line === 'KPW coverage end' && cell && coverage !== undefined) {
      cell.coverage = coverage;
      coverage = undefined;
    } else if (coverage !== undefined && !line.startsWith('KPW ')) coverage += `${line}\n`;
    else if (line.startsWith('KPW ')) directive(line.slice(4).trimEnd(), index + 1);
    else if (line.trim() !== '') stream.problems.push(`line ${index + 1}: outside of any program: ${line}`);
  }
  if (program) program.ktap += unfinished;
  else if (unfinished !== '') stream.problems.push(`line ${lines.length + 1}: cut off: ${unfinished}`);
  return stream;
}

function isTimes(line: string, { name }: ProgramRun): boolean {
  return line.startsWith(`KPW program ${name} at `) && /at(?: \d+)+$/.test(line);
}

function programEnd(
  line: string,
  name: string,
): { before: string; end: ProgramEnd; milliseconds: number } | undefined {
  const found = /^(.*)KPW program (\S+) end (exit|signal|timeout)=(\d+) ms=(\d+)$/.exec(line);
  if (!found || found[2] !== name) return undefined;
  const number = Number(found[4]);
  const end =
    found[3] === 'exit' ? { exit: number } : found[3] === 'signal' ? { signal: number } : { timeout: number };
  return { before: found[1] ?? '', end, milliseconds: Number(found[5]) };
}
