// @ts-check
// Tables of instruments, loggers, consoles and reports, and what is right for each. The form is that of table_cases.mjs.

/** @type {import('./table_cases.mjs').Case[]} */
export const kInstrumentCases = [
  { kind: 'spreadsheet: a column too narrow', text: 'a,b\n1,2\n#####,3\n4,5\n', names: ['a', 'b'], rows: [[1, 2], [null, 3], [4, 5]] },
  { kind: 'spreadsheet: euros before decimal commas, one column', text: 'p\n\u20ac 12,50\n\u20ac 8,25\n\u20ac 1.200,00\n', names: ['p'], rows: [[12.5], [8.25], [1200]], says: /one name above it/ },
  { kind: 'LabVIEW', text: 'LabVIEW Measurement\t\nWriter_Version\t2\nSeparator\tTab\n***End_of_Header***\t\nX_Value\tVoltage\n0.0\t1.5\n0.1\t2.5\n0.2\t3.5\n', names: ['X_Value', 'Voltage'], rows: [[0, 1.5], [0.1, 2.5], [0.2, 3.5]] },
  { kind: 'an oscilloscope: lines of a word and a number above', text: 'Model,TDS2024\nRecord Length,2500\nSample Interval,1e-6\n\nTIME,CH1\n-0.001,0.02\n-0.0009,0.04\n-0.0008,0.03\n', names: ['TIME', 'CH1'], rows: [[-0.001, 0.02], [-0.0009, 0.04], [-0.0008, 0.03]], says: /left out: "Model", "Record Length"/ },
  { kind: 'a logger of Campbell, with as many cells on top', text: '"TOA5","st","CR1000"\n"TIMESTAMP","RECORD","T"\n"TS","RN","C"\n"","","Avg"\n"2020-01-01 00:00:00",0,21.5\n"2020-01-01 00:10:00",1,21.75\n"2020-01-01 00:20:00",2,22\n', names: ['T'], rows: [[21.5], [21.75], [22]] },
  { kind: 'a board that names its values', text: 'temp:21.5,hum:40\ntemp:21.6,hum:41\ntemp:21.7,hum:42\n', names: ['temp', 'hum'], rows: [[21.5, 40], [21.6, 41], [21.7, 42]], says: /Every row names its values/ },
  { kind: 'values that are named, with blanks', text: 'time=0 value=1.5\ntime=1 value=2.5\ntime=2 value=2\n', names: ['time', 'value'], rows: [[0, 1.5], [1, 2.5], [2, 2]] },
  { kind: 'labels of plus and minus', text: 'x,class\n1.5,+\n2.5,-\n3.5,+\n4.5,-\n', names: ['x'], rows: [[1.5], [2.5], [3.5], [4.5]], labels: ['+', '-', '+', '-'] },
  { kind: 'a minus among other labels is none', text: 'x,class\n1.5,a\n2.5,-\n3.5,b\n4.5,a\n', names: ['x'], rows: [[1.5], [2.5], [3.5], [4.5]], labels: ['a', null, 'b', 'a'] },
  { kind: 'a vector as R prints it', text: '[1] 1.5 2.5 3.5\n[4] 4.5 5.5 6.5\n[7] 7\n', rows: [[1.5], [2.5], [3.5], [4.5], [5.5], [6.5], [7]], says: /vector as R prints it/ },
  { kind: 'pairs as Python prints them', text: '(1, 2)\n(3, 4.5)\n(5, 6)\n', rows: [[1, 2], [3, 4.5], [5, 6]], says: /brackets/ },
  { kind: 'a console of Oracle', text: '         A          B\n---------- ----------\n         1          2\n         3          4\n\n2 rows selected.\n', names: ['A', 'B'], rows: [[1, 2], [3, 4]] },
  { kind: 'a drawn table with lines between rows', text: '+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+\n| 3 | 4 |\n+---+---+\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]] },
  { kind: 'comments with semicolons of as many words as cells', text: '; comment\n; second\n1.0 2.0\n3.0 4.0\n', rows: [[1, 2], [3, 4]] },
  { kind: 'rows that begin with a semicolon are rows', text: ';a;b\n0;1,5;2\n1;2,5;3\n', names: ['a', 'b'], rows: [[1.5, 2], [2.5, 3]] },
  { kind: 'one row with two signs is asked about', text: '1,2;3,4;5,6\n', rows: [[1.2, 3.4, 5.6]], says: /Another sign, comma, would do nearly as well/ },
  { kind: 'a title of a wiki table, of other length', text: '||a||b||\n|1|2|\n|3|4|\n', refused: /Line 1 has 5 cells where most lines have 3/ },
];
