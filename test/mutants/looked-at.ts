/** Survivors that somebody has looked at. */
export interface LookedAt {
  /** Below src. */
  readonly file: string;
  /** The source that was mutated and what it became, blanks as one, `OLD => NEW`; or what all of several are like. */
  readonly change: string | RegExp;
  /** Why no test is to notice: it is the same program, or what differs is nothing that anybody was promised. */
  readonly why: string;
}

/** `npm run mutants` fails on those that nothing survives for any more: killed since, or the source has changed. */
export const LOOKED_AT: readonly LookedAt[] = [
  {
    file: "files/atlas-comments.ts",
    change: /^("" => "Stryker was here!"|\[\] => \["Stryker was here"\]|name === undefined => false)$/,
    why: "Where the pattern does not fit there is no name, and a comment without a name says nothing.",
  },
  {
    file: "files/atlas-comments.ts",
    change: /\(\.\*\)\/$/,
    why: "The last part of the pattern takes all up to the end of the line, and there the comment ends.",
  },
  {
    file: "files/atlas-comments.ts",
    change: /\[\^ \\t\]\*\(\.\*\)\$\/$/,
    why: "Differs only where a sign stands right behind a directive's name, as nobody writes it: the value is trimmed.",
  },
  {
    file: "files/checksum.ts",
    change: '"\\r\\n" => ""',
    why: "A cheap first look: where there is no CRLF none is replaced.",
  },
  {
    file: "files/comment-lines.ts",
    change: "end < 0 => end <= 0",
    why: "A block comment ends behind its beginning, and so never at 0.",
  },
  {
    file: "files/decode-text.ts",
    change: '"0" => ""',
    why: "A byte that begins no character is 0x80 or more, which has two digits.",
  },
  {
    file: "files/headers.ts",
    change: /^("" => "Stryker was here!"|\[\] => \["Stryker was here"\])$/,
    why: "Where a pattern fits all its groups are there, and where it does not the first of what stands for them is not taken.",
  },
  {
    file: "files/headers.ts",
    change: /\*\)\/$/,
    why: "The last part of both patterns takes all up to the end of the line, and there the comment ends.",
  },
  {
    file: "files/headers.ts",
    change:
      /^(rule === undefined \|\| reason === undefined => .* && .*|(rule|reason) === undefined => false)$/,
    why: "The two groups of the pattern are there both or not at all.",
  },
  {
    file: "files/large/byte-places.ts",
    change: "passed.includes(RETURN) => true",
    why: "Only slower: each byte is looked at by itself, and counts the same.",
  },
  {
    file: "files/large/byte-places.ts",
    change: "at < words.length => at <= words.length",
    why: "Behind the last word stands nothing, which is taken for 0, and no byte of that is a newline.",
  },
  {
    file: "files/large/byte-places.ts",
    change: "zeros !== 0 => true",
    why: "Only slower: the bits of 0 are none to count.",
  },
  {
    file: "files/large/byte-places.ts",
    change: "at < bytes.length => at <= bytes.length",
    why: "Behind the last byte stands nothing, which is no newline.",
  },
  {
    file: "files/large/find-copy-end.ts",
    change: "at < source.end => at <= source.end",
    why: "One look more, at the last byte alone, where no `\\.` has room.",
  },
  {
    file: "files/large/first-wrong.ts",
    change: /^(lead|byte) >= 0xc0 => \1 > 0xc0$/,
    why: "The byte 0xC0 begins no character: alone or with what follows it is wrong in the same place.",
  },
  {
    file: "files/large/first-wrong.ts",
    change: "valid < bytes.length => valid <= bytes.length",
    why: "It is asked only for bytes that are no UTF-8, and stops within them.",
  },
  {
    file: "files/large/may-join.ts",
    change: /^(last\?\.window !== window => true|!last\.namesLedger => false)$/,
    why: "Only slower: whether the window names the ledger spares a look at each of its statements.",
  },
  {
    file: "files/large/may-join.ts",
    change: "{ line: 1, column: 1 } => {}",
    why: "Nobody asks where the statement stands.",
  },
  {
    file: "files/large/normal-hash.ts",
    change: /^(!sure\.includes\("\\r\\n"\) => false|"\\r\\n" => "")$/,
    why: "A cheap first look: where there is no CRLF none is replaced.",
  },
  {
    file: "files/large/outline.ts",
    change: "end < 0 => end <= 0",
    why: "A line with a comment ends behind its dashes, and so never at 0.",
  },
  {
    file: "files/large/outline.ts",
    change: "end < 0 => false",
    why: "Where no line end is left the next search is from -1, which is the last byte: one byte is no two dashes.",
  },
  {
    file: "files/large/outline.ts",
    change: "gap.head === null => false",
    why: "What is too long for the head, or behind it, is so from then on: it only grows.",
  },
  {
    file: "files/large/outline.ts",
    change: /^"--"\.startsWith\(.*\) => "--"\.endsWith/,
    why: "Two dashes end in what they begin with.",
  },
  {
    file: "files/large/outline.ts",
    change: "at + 2 => at - 2",
    why: "Takes any short line for what may be a comment, so that it is kept up to its end, and asked again there.",
  },
  {
    file: "files/large/outline.ts",
    change: "(segments[middle]?.at ?? 0) <= offset => (segments[middle]?.at ?? 0) < offset",
    why: "The parts tile the file: where one begins the one before it ends, in the outline and in the file.",
  },
  {
    file: "files/large/outline.ts",
    change: "segments[middle]?.at => segments[middle].at",
    why: "There is one: the middle is below the number of them.",
  },
  {
    file: "files/large/split-large.ts",
    change: "{ line: 1, column: 1 } => {}",
    why: "Where a COPY stands is told before the COPY itself is.",
  },
  {
    file: "files/large/walk-windows.ts",
    change: "this.#tellGap(window, window.text.length); => ;",
    why: "On the line of a COPY no comment has a line to itself.",
  },
  {
    file: "files/layouts/dbmate.ts",
    change: '"every file" => ""',
    why: "Only `some files` is asked for.",
  },
  {
    file: "files/layouts/dbmate.ts",
    change: '[] => ["Stryker was here"]',
    why: "A line that is no marker has no way, and no text among what stands for it is one.",
  },
  {
    file: "files/layouts/dbmate.ts",
    change: '"wrapped" => ""',
    why: "The rule of a way that the file does not have: a file without a way there is refused.",
  },
  {
    file: "files/layouts/dbmate.ts",
    change: "down.from < up.from => down.from <= up.from",
    why: "No two lines begin at one place.",
  },
  {
    file: "files/layouts/detect-layout.ts",
    change: "only !== undefined => true",
    why: "There is always a candidate: a name that is none's is refused before.",
  },
  {
    file: "files/layouts/detect-layout.ts",
    change: /^(sources\.filter\(\(\{ text \}\) => .* => sources|"--" => "")$/,
    why: "A cheap first look: every mark in a text is a comment of SQL.",
  },
  {
    file: "files/layouts/detect-layout.ts",
    change: /^mark\?\.in( === "texts" => true| => mark\.in)$/,
    why: "Of what was claimed there is a mark, and only one in texts says by which files it is carried.",
  },
  {
    file: "files/layouts/detect-layout.ts",
    change: "names.length === 0 => false",
    why: "Only faster: no file is called by a name of none.",
  },
  {
    file: "files/layouts/detect-layout.ts",
    change: /^(claims\[0\]\?\.files => claims\[0\]\.files|"" => "Stryker was here!")$/,
    why: "What is told has a claim, and a claim has a file.",
  },
  {
    file: "files/layouts/diesel.ts",
    change: /^"Diesel's migrations are folders such as .* => ""$/,
    why: "Never said: every file that is read lies in a folder that begins with a digit, and so has a version.",
  },
  {
    file: "files/layouts/diesel.ts",
    change: "details.at?.file => details.at.file",
    why: "What is wrong with a file has its place.",
  },
  {
    file: "files/layouts/drizzle-journal.ts",
    change: '"journal" => ""',
    why: "Only `problem` is asked for.",
  },
  {
    file: "files/layouts/drizzle-journal.ts",
    change: "compareOrder(before, version) < 0 => compareOrder(before, version) <= 0",
    why: "Two tags that stand at one place are one tag twice, which is refused.",
  },
  {
    file: "files/layouts/drizzle.ts",
    change: "snapshots.length === 0 => false",
    why: "Only faster: without snapshots the journal alone is left of what follows.",
  },
  {
    file: "files/layouts/flat-name.ts",
    change: '[] => ["Stryker was here"]',
    why: "Where the pattern does not fit there are no digits.",
  },
  {
    file: "files/layouts/flyway-name.ts",
    change: '[] => ["Stryker was here"]',
    why: "Where the pattern fits its groups are there, and where it does not the first of what stands for them is not taken.",
  },
  {
    file: "files/layouts/flyway-settings.ts",
    change: /^("" => "Stryker was here!"|\[\] => \["Stryker was here"\])$/,
    why: "Where the pattern fits both its groups are there, and where it does not there is no name.",
  },
  {
    file: "files/layouts/flyway.ts",
    change: '"names" => ""',
    why: "Only `texts` is asked for.",
  },
  {
    file: "files/layouts/flyway.ts",
    change: "() => false => () => undefined",
    why: "Neither is yes.",
  },
  {
    file: "files/layouts/golang-migrate.ts",
    change: "() => false => () => undefined",
    why: "Neither goes into a folder.",
  },
  {
    file: "files/layouts/golang-migrate.ts",
    change: /^("" => "Stryker was here!"|\[\] => \["Stryker was here"\])$/,
    why: "Where the pattern fits all its groups are there, and where it does not there is no `up` and no `down`.",
  },
  {
    file: "files/layouts/goose-annotations.ts",
    change: '"envsub-off" => ""',
    why: "Not asked for: it is what is none of the others.",
  },
  {
    file: "files/layouts/goose.ts",
    change: '"every file" => ""',
    why: "Only `some files` is asked for.",
  },
  {
    file: "files/layouts/graphile-migrate.ts",
    change: /^("" => "Stryker was here!"|\[\] => \["Stryker was here"\])$/,
    why: "Where the pattern fits its digits are there, where it does not the first is not taken; and every file has its text.",
  },
  {
    file: "files/layouts/graphile-text.ts",
    change: '[] => ["Stryker was here"]',
    why: "The first of what stands for the groups is not taken.",
  },
  {
    file: "files/layouts/graphile-text.ts",
    change: /^\/\^\(\?:--! .* => \/\(\?:--!/,
    why: "Any number of lines is found at the beginning of the text, none too.",
  },
  {
    file: "files/layouts/graphile-text.ts",
    change: '"" => "Stryker was here!"',
    why: "Never taken: the files are made of these sources.",
  },
  {
    file: "files/layouts/migration-folders.ts",
    change: "slash < 0 => slash <= 0",
    why: "No path in a directory begins with a `/`.",
  },
  {
    file: "files/layouts/migration-folders.ts",
    change: '[] => ["Stryker was here"]',
    why: "No folder is called so.",
  },
  {
    file: "files/layouts/node-pg-migrate.ts",
    change: "() => false => () => undefined",
    why: "Neither goes into a folder.",
  },
  {
    file: "files/layouts/node-pg-migrate.ts",
    change: / => \/\\d\+\(\?!\\d\)\[_-\]\*\(\?=\.\)\/s$/,
    why: "A name begins with its digits: where the pattern does not fit there they are all of it, and it fits nowhere.",
  },
  {
    file: "files/layouts/node-pg-migrate.ts",
    change: /toLowerCase\(\) => .*toUpperCase\(\)$/,
    why: "Case is put aside either way. Only letters such as `ß`, which is `SS` in capitals, come elsewhere: where, nobody was promised.",
  },
  {
    file: "files/layouts/node-pg-migrate.ts",
    change: "way?.toLowerCase => way.toLowerCase",
    why: "Where the pattern fits the word is there.",
  },
  {
    file: "files/layouts/numbered.ts",
    change:
      /^(\[\.\.\.groups\.values\(\)\]\.filter\(.*\) => \[\.\.\.groups\.values\(\)\]|up\.length > 1 \|\| down\.length > 1 => true|(up|down)\.length > 1 => (up|down)\.length >= 1)$/,
    why: "Only slower: of a version with one file for each way neither of the two that are shown it finds anything.",
  },
  {
    file: "files/layouts/numbered.ts",
    change: "a.file < b.file => a.file <= b.file",
    why: "No two files have one path.",
  },
  {
    file: "files/layouts/plain-name.ts",
    change: '"" => "Stryker was here!"',
    why: "Where a pattern fits the stem and the digits are there.",
  },
  {
    file: "files/layouts/plain.ts",
    change: "scripts.length === 0 => false",
    why: "Only faster: without scripts nothing is taken out, and nothing comes to it.",
  },
  {
    file: "files/layouts/plain.ts",
    change: 'name.endsWith(".sql") => name.startsWith(".sql")',
    why: "A cheap first look: what ends in .sql ends in none of the languages.",
  },
  {
    file: "files/layouts/plain.ts",
    change: "parseNumberVersion(name)?.key => parseNumberVersion(name).key",
    why: "A script's name begins with its version.",
  },
  {
    file: "files/layouts/postgres-migrations.ts",
    change: "() => false => () => undefined",
    why: "Neither goes into a folder.",
  },
  {
    file: "files/layouts/postgres-migrations.ts",
    change: /^("" => "Stryker was here!"|\[\] => \["Stryker was here"\])$/,
    why: "Where the pattern fits all its groups are there, and where it does not the first of what stands for them is not taken.",
  },
  {
    file: "files/layouts/postgres-migrations.ts",
    change: / => \/\^\(\(\\d\+\)\[-_\]\?\(\.\*\)\)\\\.sql\/i$/,
    why: "What is read and no program ends in `.sql`, and the part before takes all up to the last one.",
  },
  {
    file: "files/layouts/prisma.ts",
    change: /^"Prisma's migrations are folders .* => ""$/,
    why: "Never said: of scripts only those in such folders are asked for, and every such name is a version.",
  },
  {
    file: "files/layouts/sections.ts",
    change: "ends === undefined => false",
    why: "A key that is undefined says what one says that is not there.",
  },
  {
    file: "files/layouts/sections.ts",
    change: /^(text\.includes\("\\r"\) && .* => (true|.* \|\| .*)|"\\r" => "")$/,
    why: "Only slower: the pattern leaves the same.",
  },
  {
    file: "files/layouts/sections.ts",
    change: /^count > 256 => (true|count >= 256)$/,
    why: "Only slower: so many spaces either way.",
  },
  {
    file: "files/layouts/sql-migrate-commands.ts",
    change: /^("" => "Stryker was here!"|\[\] => \["Stryker was here"\])$/,
    why: "Neither is a command.",
  },
  {
    file: "files/layouts/sql-migrate.ts",
    change: '"every file" => ""',
    why: "Only `some files` is asked for.",
  },
  {
    file: "files/layouts/sql-migrate.ts",
    change: "() => false => () => undefined",
    why: "Neither is yes.",
  },
  {
    file: "files/layouts/sql-migrate.ts",
    change: '"Name it `20240131120000-what_it_does.sql`" => ""',
    why: "Never said: every name of an .sql file is one of sql-migrate's.",
  },
  {
    file: "files/layouts/sqlx.ts",
    change: /^("" => "Stryker was here!"|\[\] => \["Stryker was here"\])$/,
    why: "Where the pattern fits the digits and the name are there, and where it does not there is no stem.",
  },
  {
    file: "files/layouts/supabase.ts",
    change: "() => false => () => undefined",
    why: "Neither is yes.",
  },
  {
    file: "files/layouts/supabase.ts",
    change: /^("" => "Stryker was here!"|\[\] => \["Stryker was here"\])$/,
    why: "Where the pattern fits its groups are there, and where it does not the first of what stands for them is not taken.",
  },
  {
    file: "files/layouts/tern.ts",
    change: '[] => ["Stryker was here"]',
    why: "Where there is no way back its rule is not used.",
  },
  {
    file: "files/layouts/tern.ts",
    change: "() => null => () => undefined",
    why: "Only the places of these lines are looked at.",
  },
  {
    file: "files/layouts/toml-value.ts",
    change: /\|\[\^"'#\[\\\]\{\}\\n\]\|\["'\]\/g$/,
    why: "Sign by sign it is the same line.",
  },
  {
    file: "files/layouts/toml-value.ts",
    change: '[] => ["Stryker was here"]',
    why: "A text in the place of an assignment has no `=`, and in that of what the pattern finds it is no name.",
  },
  {
    file: "files/ledger-statements.ts",
    change: "statement.count > 1 => false",
    why: "Only faster: a run is made of statements that do not insert into the ledger.",
  },
  {
    file: "files/ledger-statements.ts",
    change: /^(\w+|afterWords\(.*\)) (>= 0 => .* > 0|< 0 => .* <= 0)$/,
    why: "Index 0 is never what stands behind a word.",
  },
  {
    file: "files/ledger-statements.ts",
    change: /^((create|at) < 0 => false|name === null => false|(into|from) >= 0 => true)$/,
    why: "At index -1, where the words were not found, stands no name, and no name is not the ledger's.",
  },
  {
    file: "files/ledger-statements.ts",
    change: '[] => ["Stryker was here"]',
    why: "No ledger is called so.",
  },
  {
    file: "files/make-script.ts",
    change: '[] => ["Stryker was here"]',
    why: "A text among the indexes of statements is none of them.",
  },
  {
    file: "files/make-script.ts",
    change: /^(own\.kind !== "pair" && own\.kind !== "last-commit" => false|own\.kind === "pair" => true)$/,
    why: "An index that is not there is no statement's, so that none is taken out.",
  },
  {
    file: "files/make-script.ts",
    change: /^statement\?\.(line|column) => /,
    why: "There is one: its index was found in the list.",
  },
  {
    file: "files/make-script.ts",
    change: /^(count === 1 => false|\(\{ count \}\) => count === 1 => \(\) => undefined)$/,
    why: "Only slower: what has no runs is cut again, into the same statements.",
  },
  {
    file: "files/order.ts",
    change: "part < length => part <= length",
    why: "Behind the last part neither has one, and they are equal there.",
  },
  {
    file: "files/order.ts",
    change: "a < b => a <= b",
    why: "That the two are the same was asked before.",
  },
  {
    file: "files/order.ts",
    change: '"undefined" => ""',
    why: "What is not in the list has rank -1, which comes before the others too.",
  },
  {
    file: "files/own-transaction.ts",
    change: /^statements\[index\]\?\.(line|column) => /,
    why: "There is one: the index is that of a statement.",
  },
  {
    file: "files/probable-directory.ts",
    change: / => \/\^.*\|\\d/,
    why: "Of the folders in a folder only those are looked into that begin with a digit, or are called up, committed or meta.",
  },
  {
    file: "files/probable-directory.ts",
    change: /^\/\^\(\?:up\|committed\|meta\|\\d\.\*\)\$\/ => /,
    why: "Looks into more folders, and what is in those is no migration's by its path.",
  },
  {
    file: "files/probable-directory.ts",
    change: '[] => ["Stryker was here"]',
    why: "A text in the place of an entry has no name and no kind.",
  },
  {
    file: "files/read-as.ts",
    change: '"recognised" => ""',
    why: "Only `named` is asked for.",
  },
  {
    file: "files/read-as.ts",
    change: '[] => ["Stryker was here"]',
    why: "The names are put in when the directory is read: before anybody looks at them.",
  },
  {
    file: "files/read-as.ts",
    change: 'kind === "folder" => true',
    why: "A file has nothing in it, and what a link to a folder means that is called as a file nobody was promised.",
  },
  {
    file: "files/read-as.ts",
    change: "details.at?.file => details.at.file",
    why: "What is HEADER_INVALID has a place in a file.",
  },
  {
    file: "files/read-as.ts",
    change: '"" => "Stryker was here!"',
    why: "Nobody looks at the text of what no layout reads, nor at that of a file that could not be read; and no file is called so.",
  },
  {
    file: "files/read-as.ts",
    change: "plain !== null => false",
    why: "Only slower: the other ways to read a file give the same text.",
  },
  {
    file: "files/read-directory.ts",
    change: /^(entry\.kind === "file" => false|entry\.kind !== "file" => true|"file" => "")$/,
    why: "Only slower: a file is looked at once more, and is one.",
  },
  {
    file: "files/read-directory.ts",
    change: /^("(\\\\|\/|win32)" => ""|process\.platform === "win32" => false)$/,
    why: "On Windows only: elsewhere nothing runs through it.",
  },
  {
    file: "files/read-directory.ts",
    change: "a.name < b.name => a.name <= b.name",
    why: "No two names in a directory are the same.",
  },
  {
    file: "files/read-directory.ts",
    change: 'kind !== "link" => false',
    why: "Only slower: a folder that is looked at as links are is a folder inside.",
  },
  {
    file: "files/read-directory.ts",
    change: /^error instanceof Error && "code" in error => (true|.* \|\| .*)$/,
    why: "What is caught are the system's errors, which have a code.",
  },
  {
    file: "files/read-large-file.ts",
    change: /^(\{ throwIfNoEntry: false \} => \{\}|false => true|found\?\.isFile => found\.isFile)$/,
    why: "What is thrown then is caught in the same place, and is no large file either.",
  },
  {
    file: "files/read-large-file.ts",
    change: "known !== undefined => false",
    why: "Only slower: a block that is still there is read again, and is the same.",
  },
  {
    file: "files/read-large-file.ts",
    change: /^kept\.size < 2 => (false|kept\.size [<>]= 2)$/,
    why: "One block more or less in memory: only how often one is read again.",
  },
  {
    file: "files/read-large-file.ts",
    change: /^length > 0 => (true|length >= 0)$/,
    why: "An empty block behind the last changes no checksum and no outline.",
  },
  {
    file: "files/read-large-file.ts",
    change: "length < BLOCK_BYTES => length <= BLOCK_BYTES",
    why: "A buffer that is full is asked to take no bytes more, and that many come.",
  },
  {
    file: "files/read-large-file.ts",
    change: /^error instanceof Error && "code" in error => (true|.* \|\| .*)$/,
    why: "What is caught are the system's errors, which have a code.",
  },
  {
    file: "files/read-migrations.ts",
    change:
      /^(layoutName === "auto" => false|"auto" => ""|(top === undefined|sources === null) => true|files\.length > 0 => false)$/,
    why: "Only slower: every layout is loaded and looked at, and finds the same migrations.",
  },
  {
    file: "files/read-surely-plain.ts",
    change: /^\+\+turn/,
    why: "Only how often the connection that is opened meanwhile gets its turn.",
  },
  {
    file: "files/read-surely-plain.ts",
    change: '"--" => ""',
    why: "A cheap first look: what has no comment has no mark.",
  },
  {
    file: "files/sql/characters.ts",
    change: /^code < 128 => (true|code <= 128)$/,
    why: "Behind the end of the table stands nothing, which is no class.",
  },
  {
    file: "files/sql/copy-data.ts",
    change: "to + 1 => to - 1",
    why: "Then the whole character is in the next piece. How long the pieces are nobody was promised.",
  },
  {
    file: "files/sql/copy-data.ts",
    change: '"utf8" => ""',
    why: "A Buffer takes UTF-8 where no encoding is named.",
  },
  {
    file: "files/sql/do-body.ts",
    change: /^(end|\w+\([^()]*\)) (>= 0 => .* > 0|< 0 => .* <= 0)$/,
    why: "Index 0 is never what stands behind a word, nor LANGUAGE: a DO begins with DO.",
  },
  {
    file: "files/sql/do-body.ts",
    change: /^body === null (=> false|\|\| .* => body === null && .*)$/,
    why: "A cheap first look: code without these words ends no transaction, and nor does `null` as a text.",
  },
  {
    file: "files/sql/do-body.ts",
    change: "end >= 0 => true",
    why: "At index -1, where no COMMIT was found, stands no token.",
  },
  {
    file: "files/sql/losses.ts",
    change: /^(\w+|(afterWords|findWords)\(.*\)) (>= 0 => .* > 0|< 0 => .* <= 0)$/,
    why: "Index 0 is never what stands behind a word, nor the `;` behind one.",
  },
  {
    file: "files/sql/losses.ts",
    change: /^(altered >= 0 => true|dropped < 0 => false)$/,
    why: "At index -1, where the words were not found, stands no name.",
  },
  {
    file: "files/sql/losses.ts",
    change: "index < tokens.length => index <= tokens.length",
    why: "Behind the last token no action begins.",
  },
  {
    file: "files/sql/match-words.ts",
    change: /^(known !== undefined => false|PARTS_OF\.set\(.*\); => ;)$/,
    why: "What is not kept is made again, the same: only slower.",
  },
  {
    file: "files/sql/match-words.ts",
    change: "/\\?$/ => /\\?/",
    why: "Patterns are constants, and `?` stands in them at the end of a part or not at all.",
  },
  {
    file: "files/sql/match-words.ts",
    change: /^afterWords\([^()]*\) >= 0 => .* > 0$/,
    why: "Index 0 is never what stands behind a word.",
  },
  {
    file: "files/sql/match-words.ts",
    change: "at < tokens.length => at <= tokens.length",
    why: "Behind the last token no parenthesis opens or closes, and what is answered is the number of tokens as well.",
  },
  {
    file: "files/sql/own-block.ts",
    change: /^(statement === undefined => false|index < statements\.length => index <= statements\.length)$/,
    why: "Both ask whether there is one more statement.",
  },
  {
    file: "files/sql/own-block.ts",
    change: "control !== null => true",
    why: "null is none of the endings.",
  },
  {
    file: "files/sql/own-block.ts",
    change: /^findWords\([^()]*\) >= 0 => .* > 0$/,
    why: "No statement begins with READ ONLY.",
  },
  {
    file: "files/sql/quoting.ts",
    change: /^at (>= 0 => at > 0|< 0 => at <= 0)$/,
    why: "What closes a quote stands behind what opens it, and so never at 0.",
  },
  {
    file: "files/sql/quoting.ts",
    change: /^at < text\.length => (true|at <= text\.length)$/,
    why: "Behind the text stands NaN, which is no quote, no blank, no part of a tag and no sign of a comment.",
  },
  {
    file: "files/sql/quoting.ts",
    change: /^at < text\.length && isWordStart\(.*\) => (true|at < text\.length \|\| .*)$/,
    why: "Of what can go on in a tag only a digit cannot begin one, and `$1` was taken for a parameter before.",
  },
  {
    file: "files/sql/scanner.ts",
    change: '"symbol" => ""',
    why: "Nobody asks of which kind the token before the first is.",
  },
  {
    file: "files/sql/scanner.ts",
    change: "-1 => +1",
    why: "Where a hop goes to is read only once it is set, with where it begins.",
  },
  {
    file: "files/sql/scanner.ts",
    change: /^code < 128 => (true|code <= 128)$/,
    why: "A sign beyond ASCII is none of the letters that are asked for next, nor with the bit of lower case set.",
  },
  {
    file: "files/sql/scanner.ts",
    change: /^at < this\.text\.length => (true|at <= this\.text\.length)$/,
    why: "Behind the text stands NaN, which is no part of a word.",
  },
  {
    file: "files/sql/scanner.ts",
    change: "close < 0 => close <= 0",
    why: "What closes a quote stands behind what opens it, and so never at 0.",
  },
  {
    file: "files/sql/scanner.ts",
    change: "/[A-Z]+/g => /[A-Z]/g",
    why: "Letter by letter it is the same.",
  },
  {
    file: "files/sql/session-state.ts",
    change: "copyData !== null => false",
    why: "COPY is none of the words that are asked for.",
  },
  {
    file: "files/sql/session-state.ts",
    change: /^(select|name|\w+\(.*\)) (>= 0 => .* > 0|< 0 => .* <= 0)$/,
    why: "Index 0 is never what stands behind a word, nor what a statement only goes on with.",
  },
  {
    file: "files/sql/session-state.ts",
    change: "name < 0 => false",
    why: "Then the last token alone is compared, which is no call.",
  },
  {
    file: "files/sql/session-state.ts",
    change: 'afterWords(tokens, "declare") >= 0 => true',
    why: "WITH HOLD stands in a DECLARE only: WITH is a reserved word.",
  },
  {
    file: "files/sql/split-problems.ts",
    change: /^\/\^\\\\\\S\{0,20\}\/(\.exec\(line\)\?\.\[0\] => .*\)\[0\]| => \/\\\\\\S\{0,20\}\/)$/,
    why: "The line begins with the backslash that it is told for.",
  },
  {
    file: "files/sql/split-problems.ts",
    change: '"\\\\" => ""',
    why: "Never said: the line begins with the backslash that it is told for.",
  },
  {
    file: "files/sql/split-problems.ts",
    change: "line.slice(0, 12) => line",
    why: "Only slower on a long line: one more than the longer of the two words is enough to see its end.",
  },
  {
    file: "files/sql/split-statements.ts",
    change: /^(\{ lineEnd: -1, to: 0 \} => \{\}|-1 => \+1)$/,
    why: "No COPY has ended by offset 1, so the first one reads its own line's end.",
  },
  {
    file: "files/sql/statement-shape.ts",
    change: 'this.#is !== "other" => true',
    why: "Only slower: of any other statement no word matters.",
  },
  {
    file: "files/sql/statement-shape.ts",
    change: /^(this\.#is === "beginning" => false|"beginning" => "")$/,
    why: "No statement begins with a sign or a quoted thing and goes on as CREATE FUNCTION or COPY do.",
  },
  {
    file: "files/sql/statement-shape.ts",
    change: /^(\{ if .*this\.#before = ""; \} => \{\}|"" => "Stryker was here!")$/,
    why: "As above; and no word that counts has a number or a quoted thing between itself and the word it counts behind.",
  },
  {
    file: "files/sql/statement-shape.ts",
    change: '"other" => ""',
    why: "What is none of the three that are followed may be called anything.",
  },
  {
    file: "files/sql/statement-shape.ts",
    change: 'this.#is === "copy" => true',
    why: "Words of what is none of the three are not shown, and those of a function have been asked for before.",
  },
  {
    file: "files/sql/statement-shape.ts",
    change: /^this\.#bodies > 0 => (true|this\.#bodies >= 0)$/,
    why: "Outside of a body no END stands behind a `;`, which ends the statement there, or behind ATOMIC.",
  },
  {
    file: "files/sql/statement-shape.ts",
    change:
      /^(before === "(create|or)"|word === "replace"|before === "or" && word === "replace") => (true|.* \|\| .*)$/,
    why: "In what the server takes OR stands only behind CREATE, and REPLACE behind OR and nowhere else.",
  },
  {
    file: "files/sql/transaction-control.ts",
    change: /^(begun|start|end|afterWords\([^()]*\)) (>= 0 => .* > 0|< 0 => .* <= 0)$/,
    why: "Index 0 is never what stands behind a word.",
  },
  {
    file: "files/sql/transaction-need.ts",
    change: /^(at|detach|\w+\([^()]*\)) (>= 0 => .* > 0|< 0 => .* <= 0)$/,
    why: "Index 0 is never what stands behind a word, nor what a statement or an option only goes on with.",
  },
  {
    file: "files/sql/transaction-need.ts",
    change: "statement.copyData !== null => false",
    why: "COPY is none of the words that are asked for.",
  },
  {
    file: "files/sql/transaction-need.ts",
    change: "detach < 0 => false",
    why: "Then TABLE is taken for the partition, and no table is called CONCURRENTLY without quotes.",
  },
  {
    file: "files/sql/transaction-need.ts",
    change: '"" => "Stryker was here!"',
    why: "Neither is one of the three ways to say off.",
  },
  {
    file: "files/sql/walk-statements.ts",
    change: '"" => "Stryker was here!"',
    why: "Never taken: a token begins inside the text.",
  },
  {
    file: "files/sql/walk-statements.ts",
    change: "this.#shape.seeOther(); => ;",
    why: "No statement begins with a number or a quoted thing, nor has one between two words that count together.",
  },
  {
    file: "files/sql/walk-statements.ts",
    change: "this.#shape.wantsWords => true",
    why: "Only slower: words that cannot matter are cut out of the text too.",
  },
  {
    file: "files/wanted-folders.ts",
    change: "end < 0 => end <= 0",
    why: "No path in a directory begins with a `/`.",
  },
  {
    file: "gate/check-gate.ts",
    change: "notRehearsed[0]?.why => notRehearsed[0].why",
    why: "There is one: the line before has asked.",
  },
  {
    file: "gate/database-need.ts",
    change: "-1 => +1",
    why: "Where nothing is expected the number is not looked at.",
  },
  {
    file: "gate/hazard-need.ts",
    change: /^(failOn === "never" => false|"never" => "")$/,
    why: "`never` is none of the levels, so none of them stops: the same answer, later.",
  },
  {
    file: "gate/hazard-need.ts",
    change: '[] => ["Stryker was here"]',
    why: "A text in the place of a list of hazards has no level, and stops nothing.",
  },
  {
    file: "gate/plan-need.ts",
    change: "run.at(-1)?.row => run.at(-1).row",
    why: "A batch that is told has applied something.",
  },
  {
    file: "gate/plan-need.ts",
    change: /\.trim\(\) => /,
    why: "A blank at the end of a sentence, where the reviewed plan had nothing to do.",
  },
  {
    file: "ledger/copy-rows.ts",
    change: "value === null => false",
    why: "`null` is SQL's NULL in lower case.",
  },
  {
    file: "ledger/how-it-ended.ts",
    change: '[] => ["Stryker was here"]',
    why: "What stands for the groups of a pattern that does not fit: its first is not taken.",
  },
  {
    file: "ledger/how-it-ended.ts",
    change: '"" => "Stryker was here!"',
    why: "No message has no SQLSTATE, and neither has this one.",
  },
  {
    file: "ledger/make-ledger-ddl.ts",
    change: /^(\[\[key, ""\]\] => \[\]|\[key, ""\] => \[\]|"" => "Stryker was here!")$/,
    why: "Adds `IF NOT EXISTS` what a table was just made with. Of a file's own history the next run adds it.",
  },
  {
    file: "ledger/read-ledger.ts",
    change: /^columns\.size > 0 => (columns\.size >= 0|true)$/,
    why: "No columns are no shape C either.",
  },
  {
    file: "ledger/read-ledger.ts",
    change: /^(isConnectionLoss\(error\) => false|\[\] => \["Stryker was here"\])$/,
    why: "Where the connection is lost the next message says so too; and one answer is still one too few.",
  },
  {
    file: "ledger/read-ledger.ts",
    change: /^("" => "Stryker was here!"|value === undefined => false|"completed" => "")$/,
    why: "Whatever is no type, no object and no status word ends as foreign, empty and completed.",
  },
  {
    file: "ledger/read-ledger.ts",
    change:
      /^(server === undefined( \|\| standing === undefined)?|standing === undefined) => (false|server === undefined && standing === undefined)$/,
    why: "Where one of the two did not come neither did the other, and no table was seen: that is asked in the same line.",
  },
  {
    file: "ledger/reading.ts",
    change:
      /^(\(\) => \[\] => \(\) => undefined|\[\] => \["Stryker was here"\]|row\?\.\["who"\] => row\["who"\]|"the user" => "")$/,
    why: "A session that has just been refused something can still say who it is.",
  },
  {
    file: "ledger/reading.ts",
    change: /^server\?\.(message|sqlState) => /,
    why: "The server has refused it: that was asked before.",
  },
  {
    file: "ledger/record-down.ts",
    change: '[] => ["Stryker was here"]',
    why: "One more spelling that no row has.",
  },
  {
    file: "ledger/record-resume.ts",
    change: '"NULL" => ""',
    why: "The time that it took is left out of the row that is taken up again.",
  },
  {
    file: "ledger/record.ts",
    change: "statementsDone === null => false",
    why: "`null` is SQL's NULL, and the column's default.",
  },
  {
    file: "ledger/row-key.ts",
    change: '[] => ["Stryker was here"]',
    why: "What stands for the groups of a pattern that does not fit: its first is not taken.",
  },
  {
    file: "ledger/taking-back.ts",
    change: '"" => "Stryker was here!"',
    why: "No message has no checksum, and neither has this one.",
  },
  {
    file: "ledger/write-repair.ts",
    change: '"file" => ""',
    why: "What is not `record` is as the file has it.",
  },
  {
    file: "ledger/write-repair.ts",
    change: '"BEGIN" => ""',
    why: "One message is one transaction, with or without the word.",
  },
  {
    file: "plan/check-refusals.ts",
    change:
      "compareOrder(file.version, newest.version) >= 0 => compareOrder(file.version, newest.version) > 0",
    why: "A new file that stands beside the newest has its version, and for that it is refused as taken: the next line.",
  },
  {
    file: "plan/choose-down.ts",
    change: /^files(\[0\]|\.at\(-1\))\?\.version => /,
    why: "There is a file: a directory without any is refused before (DIRECTORY_EMPTY).",
  },
  {
    file: "plan/choose-up.ts",
    change: /^set\.files(\[0\]|\.at\(-1\))\?\.version => /,
    why: "There is a file: a directory without any is refused before (DIRECTORY_EMPTY).",
  },
  {
    file: "plan/digest.ts",
    change: '"" => "Stryker was here!"',
    why: "A digest that the pattern fits has all five fingerprints.",
  },
  {
    file: "plan/digest.ts",
    change: '"up" => ""',
    why: "Only `down` is asked for: all else is up.",
  },
  {
    file: "plan/down-refusals.ts",
    change: "name.length === 1 => true",
    why: "The name of a schema has one part: `DROP SCHEMA a.b` is no SQL.",
  },
  {
    file: "plan/ledger-refusals.ts",
    change: "compareOrder(file.version, newest) < 0 => compareOrder(file.version, newest) <= 0",
    why: "The newest one itself has a row, and no other file has its version.",
  },
  {
    file: "plan/ledger-refusals.ts",
    change: "ledger.kind !== null => true",
    why: "Where nothing is in the ledger's place, nothing is foreign.",
  },
  {
    file: "plan/ledger-refusals.ts",
    change: '"" => "Stryker was here!"',
    why: "What is told as edited has a checksum on record: without one nothing can be compared.",
  },
  {
    file: "plan/make-check-plan.ts",
    change: "base?.changes => base.changes",
    why: "Files of a base are there only where there is a base.",
  },
  {
    file: "plan/make-check-plan.ts",
    change: "now?.file => now.file",
    why: "A way back is that of a file.",
  },
  {
    file: "plan/make-check-plan.ts",
    change: '[] => ["Stryker was here"]',
    why: "A text in the place of a question has no path, and so the pull request does not touch it.",
  },
  {
    file: "plan/make-down-plan.ts",
    change: 'code === "PLAN_UNFINISHED" => true',
    why: "A row is refused for one thing: what is unfinished for nothing else.",
  },
  {
    file: "plan/make-down-plan.ts",
    change: /^"(allow|refuse)" => ""$/,
    why: "What is not `refuse` allows, and what is not `resume` refuses.",
  },
  {
    file: "plan/make-down-plan.ts",
    change: /^(code !== "PLAN_MISSING"|orphan === undefined) => false$/,
    why: "Only a row without a file is PLAN_MISSING, and such a row that is refused otherwise is newer than every file: the same answer, later.",
  },
  {
    file: "plan/make-down-plan.ts",
    change: "compareOrder(orphan.version, oldest) > 0 => compareOrder(orphan.version, oldest) >= 0",
    why: "A row without a file has no file's version.",
  },
  {
    file: "plan/make-repair-plan.ts",
    change: /^"(allow|refuse)" => ""$/,
    why: "What is not `refuse` allows, and what is not `resume` refuses; and neither is in a repair's way.",
  },
  {
    file: "plan/make-repair-plan.ts",
    change: "version === null => false",
    why: "Where no version was asked for the file that it means is not looked at.",
  },
  {
    file: "plan/make-step.ts",
    change: /^(line < first => line <= first|statement\.line > line => statement\.line >= line)$/,
    why: "A header stands on a line of its own.",
  },
  {
    file: "plan/make-step.ts",
    change: '[] => ["Stryker was here"]',
    why: "`goOnAt` puts in what is to be cleared away.",
  },
  {
    file: "plan/match-ledger.ts",
    change: "compareOrder(version, newest) > 0 => compareOrder(version, newest) >= 0",
    why: "A row without a file has no file's version.",
  },
  {
    file: "plan/match-ledger.ts",
    change: /^(own === undefined => true|strangers\.length === 0 => false)$/,
    why: "Spares work: rows whose version is a file's are put aside afterwards, and of no rows nothing is left.",
  },
  {
    file: "plan/past-stands.ts",
    change: "row !== null => true",
    why: "What has no row is not done: `isDone` says so too.",
  },
  {
    file: "plan/past-stands.ts",
    change: "start + length => start - length",
    why: "Tries more lists, all of them again: beyond the end there are only shorter runs, which came before.",
  },
  {
    file: "plan/plan-changes.ts",
    change: 'changes.kind !== "known" => false',
    why: "Only what is known has an `edited`, and all else does not have it as null.",
  },
  {
    file: "plan/plan-changes.ts",
    change: 'kind === "versioned" => true',
    why: "In no layout a repeatable migration has a way back.",
  },
  {
    file: "plan/plan-changes.ts",
    change: / - SUM_MODULUS$/,
    why: "The same differences, all of them negative: they are compared with one another only.",
  },
  {
    file: "plan/plan-changes.ts",
    change: "file.down !== null => true",
    why: "What is compared with a plan down has a way back: all else was left out of its list.",
  },
  {
    file: "plan/repeatables.ts",
    change: "row !== null => true",
    why: "What has no row is not applied: `isApplied` says so too.",
  },
  {
    file: "gate/write-need.ts",
    change: '[] => ["Stryker was here"]',
    why: "A right that there is not is never lacking.",
  },
];
