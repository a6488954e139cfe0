/**
 * Follows a script without running anything: variables, pipes, files and substitutions carry what the text says about
 * them, and each program is shown to the rules with what flows into it.
 */
import { normalise } from '../text/normalise.ts';
import { judgeCode } from './code.ts';
import { rememberCopies } from './copies.ts';
import { UNKNOWN } from './expand.ts';
import { fedProgram } from './feed.ts';
import { Files, fileKey } from './files.ts';
import type { CommandCategory } from './finding.ts';
import { derived, type Flow, Flows, isPlain, joined, NOTHING } from './flow.ts';
import { type Handover, handoverOf } from './handover.ts';
import { CHANGES, NEEDY, PRINTS, saysNothing } from './idle.ts';
import { isNameless, trafficOf } from './network.ts';
import { outputOf } from './outputs.ts';
import { type Program, programOf } from './programs.ts';
import { readsLikeProse } from './prose.ts';
import { RULES } from './rules/index.ts';
import { judgeRun } from './rules/run.ts';
import {
  type Command,
  type Dialect,
  GROUP,
  type Host,
  MAX_DEPTH,
  MAX_NAMES,
  MAX_WORD,
  type Pipeline,
  type Place,
  type Source,
} from './script.ts';
import { readShell } from './shell.ts';
import { printed } from './static-output.ts';
import type { Step } from './step.ts';
import { plainWindows } from './windows-text.ts';

/** What a rule said, and where. */
export interface Judgement extends Place {
  readonly category: CommandCategory;
  readonly score: number;
  readonly reason: string;
}

/** Work that each unit of a text allows for looking ahead and for what it hands over, and what every text is allowed. */
const WORK_PER_UNIT = 5;
const BASE_WORK = 60_000;
const WORK_OF_SHORT = 100;
/** What is neither ASCII nor a stand-in of the reader. */
const FOREIGN = /[^\x00-\x7f\ue000-\ue01f]/;
/** Every command costs so much of the work. */
const COMMAND_COST = 40;
/** Most judgements of one text. */
const MAX_JUDGEMENTS = 256;

export class Interpreter implements Host {
  readonly variables = new Map<string, string>();
  readonly functions = new Map<string, string>();
  readonly judgements: Judgement[] = [];
  private readonly flows = new Flows();
  private readonly files = new Files();
  private readonly outputs: Flow[] = [];
  private readonly running: string[] = [];
  private work: number;
  private dialect: Dialect = 'unix';
  private readonly pipes = new Set<string>();
  /** How many command substitutions are being followed: what is printed there is part of a word. */
  private capturing = 0;
  private folder: string | undefined;
  /** Where the archive came from that was unpacked. */
  private unpacked: string | undefined;

  private readonly amongProse: boolean;

  /** @param amongProse sentences may stand between the commands */
  constructor(length: number, amongProse: boolean) {
    this.amongProse = amongProse;
    this.work = Math.min(BASE_WORK, length * WORK_OF_SHORT) + length * WORK_PER_UNIT;
  }

  /** Follows one text. What it prints is added to the outputs. */
  run(text: string, origin: Source['origin'], depth: number, dialect: Dialect): void {
    if (depth > MAX_DEPTH || (!this.spend(text.length) && depth > 0)) return;
    const before = this.dialect;
    this.dialect = dialect;
    // Letters that only look like those of a program, behind an encoding.
    const foreign = depth > 0 && typeof origin !== 'number' && FOREIGN.test(text);
    if (dialect === 'windows' && depth > 0 && typeof origin !== 'number') {
      const plain = plainWindows(text);
      for (const { category, score, reason } of plain.said) {
        if (this.judgements.length < MAX_JUDGEMENTS)
          this.judgements.push({ category, score, reason, start: origin.start, end: origin.end });
      }
      readShell({ text: plain.text, origin, depth, dialect, host: this });
    } else readShell({ text: foreign ? normalise(text).text : text, origin, depth, dialect, host: this });
    this.dialect = before;
  }

  /** Judges a text that is code of another language, as the argument of a tool may be. */
  runCode(text: string): void {
    const place = { start: 0, end: text.length };
    const program = programOf({ words: [], redirects: [], assigned: [] });
    this.code(text, this.step(program, NOTHING, NOTHING, place, 0), place, 0);
  }

  spend(units: number): boolean {
    this.work -= units;
    return this.work > 0;
  }

  printed(): number {
    return this.outputs.length;
  }

  capture(source: Source, file: boolean): string {
    const since = this.outputs.length;
    if (!this.spend(source.text.length)) return '';
    this.capturing++;
    readShell(source);
    this.capturing--;
    const flow = this.printedSince(since);
    // `$(<file)` prints a file.
    if (isPlain(flow) && !file) {
      const silent = since === this.outputs.length || /^\s{0,8}(?:true|:|exit)?\s{0,8}$/.test(source.text);
      return flow.text?.replace(/\n+$/, '') ?? (silent ? '' : UNKNOWN.any);
    }
    return this.flows.markOf(flow);
  }

  pipeline(pipeline: Pipeline, depth: number): void {
    if (!this.spend(COMMAND_COST) && depth > 0) return;
    if (depth === 0 && this.capturing === 0 && this.isIdle(pipeline)) {
      this.passOver(pipeline);
      return;
    }
    const programs = pipeline.commands.map(programOf);
    if (this.amongProse && programs.some(readsLikeProse)) return;
    let flow = NOTHING;
    pipeline.commands.forEach((command, k) => {
      flow = this.command(command, programs[k]!, flow, pipeline, depth);
    });
    if (this.outputs.length < MAX_NAMES * 4) this.outputs.push(flow);
  }

  /** Nothing in such commands says anything to a rule: most commands of a script are like that. */
  private isIdle({ commands }: Pipeline): boolean {
    for (const command of commands) {
      const { words, redirects } = command;
      const name = words[0]?.text ?? '';
      if (CHANGES.has(name) || (commands.length > 1 && PRINTS.has(name))) return false;
      if (name.startsWith(GROUP) || this.functions.has(name)) return false;
      // What is piped into it is something it is given.
      if (commands.length > 1 && command.words.length === 1 && NEEDY.has(name)) return false;
      if (!saysNothing(command)) return false;
      if (
        this.files.size > 0 &&
        (redirects.length > 0 || words.some(({ text }) => this.files.written(text) !== undefined))
      )
        return false;
    }
    return true;
  }

  /** What such commands print may still be run later. */
  private passOver({ commands }: Pipeline): void {
    const [command] = commands;
    if (commands.length !== 1 || !PRINTS.has(command!.words[0]?.text ?? '')) return;
    const program = programOf(command!);
    const text = printed(program.name, program.args, undefined);
    if (text === undefined) return;
    this.written(program, { text });
    if (this.outputs.length < MAX_NAMES * 4) this.outputs.push({ text });
  }

  private command(command: Command, plain: Program, piped: Flow, place: Place, depth: number): Flow {
    const name = command.words[0]?.text ?? '';
    let input = piped;
    for (const { kind, target } of command.redirects) {
      if (kind === 'copy') input = joined(input, this.files.written(`&${target.text}`) ?? NOTHING);
      else if (kind === 'text') input = joined(input, { ...this.flows.of(target.text), text: target.text });
      else if (kind === 'in' || kind === 'both') input = joined(input, this.fileAt(target.text));
    }
    if (name.startsWith(GROUP)) {
      const flow = joined(this.printedSince(Number(name.slice(GROUP.length)) || 0), input);
      this.written(plain, flow);
      return this.goesOn(plain, flow);
    }
    const program =
      plain.fed === false
        ? plain
        : fedProgram(
            plain,
            plain.fed.file === undefined ? input : this.fileAt(plain.fed.file),
            plain.fed.inPlaceOf,
            (flow) => this.flows.markOf(flow),
          );
    let given = NOTHING;
    for (const arg of program.args)
      if (arg.includes(UNKNOWN.open)) given = joined(given, derived(this.flows.of(arg), undefined));
    const step = this.step(program, input, given, place, depth);
    this.assign(program, input, depth);
    const since = this.outputs.length;
    const called = this.functions.get(name);
    if (called !== undefined && !this.running.includes(name))
      this.call(name, called, program.args, place, depth);
    else {
      for (const rule of RULES) rule(step);
      this.handOver(step, place, depth);
    }
    const ran = this.outputs.length > since ? this.printedSince(since) : undefined;
    const own = outputOf(step);
    const flow =
      ran === undefined ? own : joined(own.text === undefined ? own : derived(own, undefined), ran);
    this.written(program, flow, trafficOf(program)?.saved, step);
    return this.goesOn(program, flow);
  }

  private step(program: Program, input: Flow, given: Flow, place: Place, depth: number): Step {
    return {
      program,
      input,
      given,
      dialect: this.dialect,
      fileAt: (path) => this.fileAt(path),
      marked: (word) => this.flows.of(word),
      folder: () => this.folder,
      isPipe: (path) => this.pipes.has(fileKey(path)),
      report: (category, score, reason) => {
        if (this.judgements.length < MAX_JUDGEMENTS)
          this.judgements.push({ category, score, reason, start: place.start, end: place.end });
      },
      scoreOf: (text) => {
        if (depth >= MAX_DEPTH) return 0;
        const from = this.judgements.length;
        this.run(text, place, depth + 1, this.dialect);
        return Math.max(0, ...this.judgements.splice(from).map((one) => one.score));
      },
    };
  }

  /** What programs are given to run is followed in turn. */
  private handOver(step: Step, place: Place, depth: number): void {
    if (depth >= MAX_DEPTH) return;
    const handover = handoverOf(step.program, step.input);
    if (handover === undefined) return;
    judgeRun(step, handover);
    for (const { text, dialect } of handover.scripts) this.run(text, place, depth + 1, dialect);
    for (const text of this.textsOf(handover, step)) {
      if (handover.runsInput !== false && handover.runsInput !== 'shell') this.code(text, step, place, depth);
      else
        this.run(
          text,
          place,
          depth + 1,
          /^(?:powershell|pwsh|cmd|iex|invoke-expression)$/.test(step.program.name) ? 'windows' : 'unix',
        );
    }
    for (const { text } of handover.code) this.code(text, step, place, depth);
    for (const program of handover.programs) {
      const inner = this.step(program, step.input, step.given, place, depth + 1);
      for (const rule of RULES) rule(inner);
      this.handOver(inner, place, depth + 1);
      if (this.outputs.length < MAX_NAMES) this.outputs.push(outputOf(inner));
    }
  }

  /** Texts that are run because they are piped in or stand in files. */
  private textsOf(handover: Handover, step: Step): string[] {
    const texts: string[] = [];
    if (handover.runsInput !== false && step.input.text !== undefined) texts.push(step.input.text);
    for (const file of handover.files) {
      const { text } = this.fileAt(file);
      if (text !== undefined && text !== '') texts.push(text);
    }
    return texts;
  }

  private code(text: string, step: Step, place: Place, depth: number): void {
    if (!this.spend(text.length * 4)) return;
    const scripts = judgeCode(text, step, depth);
    for (const script of scripts) this.run(script, place, depth + 1, 'unix');
  }

  private call(name: string, body: string, args: readonly string[], place: Place, depth: number): void {
    if (depth >= MAX_DEPTH) return;
    this.running.push(name);
    const before = this.positional(args);
    this.run(body, place, depth + 1, this.dialect);
    for (const [key, value] of before) {
      if (value === undefined) this.variables.delete(key);
      else this.variables.set(key, value);
    }
    this.running.pop();
  }

  /** Sets `$1`, `$@` and so on. @returns what they were */
  private positional(args: readonly string[]): [string, string | undefined][] {
    const before: [string, string | undefined][] = [];
    const set = (key: string, value: string): void => {
      before.push([key, this.variables.get(key)]);
      this.variables.set(key, value);
    };
    args.slice(0, 9).forEach((arg, k) => {
      set(String(k + 1), arg);
    });
    const all = args.join(' ').slice(0, MAX_WORD);
    set('@', all);
    set('*', all);
    return before;
  }

  /** Programs that assign: `read`, `printf -v`, `set --`. */
  private assign(program: Program, input: Flow, depth: number): void {
    const { name, args } = program;
    if (this.variables.size >= MAX_NAMES || depth > MAX_DEPTH) return;
    if (name === 'cd' || name === 'pushd' || name === 'set-location')
      this.folder = args.find((arg) => !arg.startsWith('-')) ?? '~';
    else if (name === 'mkfifo' || (name === 'mknod' && args.includes('p'))) {
      for (const arg of args.slice(0, 8)) this.pipes.add(fileKey(arg));
    } else if (name === 'set' && args[0] === '--') this.positional(args.slice(1));
    else if (name === 'set' && this.dialect === 'windows' && args[0] !== undefined) {
      const match = /^"?(\w{1,64})=([^"]*)/.exec(args.join(' '));
      if (match !== null) this.variables.set(match[1]!, match[2]!);
    } else if (name === 'printf' && args[0] === '-v' && args[1] !== undefined) {
      this.variables.set(
        args[1],
        outputOf(
          this.step(
            programOf({
              words: [{ text: 'printf', glob: false, quoted: false }, ...program.words.slice(2)],
              redirects: [],
              assigned: [],
            }),
            NOTHING,
            NOTHING,
            { start: 0, end: 0 },
            depth,
          ),
        ).text ?? '',
      );
    } else if (name === 'read' || name === 'mapfile' || name === 'readarray') {
      const names = args.filter((arg) => /^[A-Za-z_]\w{0,63}$/.test(arg));
      const value = isPlain(input) ? (input.text ?? '').split('\n')[0]! : this.flows.markOf(input);
      const values = value.split(/\s+/);
      names.forEach((one, k) => {
        this.variables.set(one, k === names.length - 1 ? values.slice(k).join(' ') : (values[k] ?? ''));
      });
    }
  }

  /** Remembers what files hold that the script writes. */
  private written(program: Program, flow: Flow, saved?: string, step?: Step): void {
    for (const { kind, target, append, descriptor } of program.redirects) {
      if (kind === 'both' && descriptor !== undefined)
        this.files.write(`&${descriptor}`, this.fileAt(target.text));
      if (kind === 'out' && (descriptor === undefined || descriptor === '1'))
        this.files.write(
          target.text,
          append ? joined(this.files.written(target.text) ?? NOTHING, flow) : flow,
        );
    }
    this.unpack(program, step);
    if (saved !== undefined) this.files.write(saved, { remote: trafficOf(program)?.to ?? '' });
    rememberCopies(program, flow, step?.input ?? flow, this.files);
  }

  /** What an archive holds that came from an address without a name may be run later. */
  private unpack({ name, args }: Program, step: Step | undefined): void {
    if (!/^(?:tar|bsdtar|unzip|7z|gunzip)$/.test(name)) return;
    const remote =
      step?.input.remote ??
      args.map((arg) => this.files.written(arg)?.remote).find((one) => one !== undefined);
    if (remote !== undefined && isNameless(remote)) this.unpacked = remote;
  }

  private fileAt(path: string): Flow {
    if (path.includes(UNKNOWN.open)) return this.flows.of(path);
    const known = this.files.at(path);
    return known === NOTHING && this.unpacked !== undefined && path.startsWith('./')
      ? { remote: this.unpacked }
      : known;
  }

  private printedSince(since: number): Flow {
    let flow = NOTHING;
    for (let k = Math.max(since, this.outputs.length - 64); k < this.outputs.length; k++)
      flow = joined(flow, this.outputs[k]!);
    return flow;
  }

  /** What is redirected into a file does not go on through the pipe. */
  private goesOn(program: Program, flow: Flow): Flow {
    return program.redirects.some(
      ({ kind, target, descriptor = '1' }) =>
        kind === 'out' && descriptor === '1' && !target.text.startsWith('/dev/std'),
    ) && program.name !== 'tee'
      ? NOTHING
      : flow;
  }
}
