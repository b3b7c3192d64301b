// @ts-check
// Tables as text as people have them, and what is right for each. The rows are the values by a person's reading of the
// text. `null` is a missing value or a missing label; `says` is what the notes must say; `refused` what a refusal says.

/**
 * @typedef {object} Case
 * @property {string} kind where such files come from
 * @property {string} text
 * @property {(number | null)[][]} [rows]
 * @property {string[]} [names] none if left out
 * @property {(string | null)[]} [labels] one per row; no labels if left out
 * @property {RegExp} [says]
 * @property {RegExp} [refused]
 * @property {import('../../web/own-data/understanding.js').Understood} [understood]
 */

/** @type {Case[]} */
export const kTableCases = [
  // The line of names.
  { kind: 'names one of which is a number', text: 'x,y,90\n1,2,3\n4,5,6\n', names: ['x', 'y', '90'], rows: [[1, 2, 3], [4, 5, 6]] },
  { kind: 'no names', text: '1,2\n3,4\n', rows: [[1, 2], [3, 4]], says: /no line of names/ },
  { kind: 'no names, an odd first cell', text: 'x,2,3\n4,5,6\n7,8,9\n1,1,2\n', rows: [[null, 2, 3], [4, 5, 6], [7, 8, 9], [1, 1, 2]], says: /Line 1 .* says "x" in the column "column 1".*Most cells of the first row are numbers/ },
  { kind: 'years for names, as statistical offices export them', text: 'country,2010,2011,2012\nFR,1,2,5\nDE,3,4,6\nIT,3,3,3\n', names: ['2010', '2011', '2012'], rows: [[1, 2, 5], [3, 4, 6], [3, 3, 3]], says: /may be names, or values/ },
  { kind: 'the same, said to be values', text: '2010,2011,2012\n1,2,5\n3,4,6\n', understood: { header: 'none' }, rows: [[2010, 2011, 2012], [1, 2, 5], [3, 4, 6]] },
  { kind: 'years in a column are no names', text: '2010;1,5\n2011;2,5\n2012;3,5\n', rows: [[2010, 1.5], [2011, 2.5], [2012, 3.5]] },
  { kind: 'pixels numbered from 0', text: 'label,0,1,2,3\n3,0,0,5,9\n4,1,5,2,4\n', names: ['0', '1', '2', '3'], rows: [[0, 0, 5, 9], [1, 5, 2, 4]], labels: ['3', '4'] },
  { kind: 'counted numbers that are data', text: '1,2,3\n4,5,?\n7,8,9\n', rows: [[1, 2, 3], [4, 5, null], [7, 8, 9]] },
  { kind: 'units below the names', text: 'length,width\ncm,mm\n1,2\n3,4\n', names: ['length', 'width'], rows: [[1, 2], [3, 4]], says: /Line 2 was taken for units/ },
  { kind: 'names in a comment, as numpy.savetxt writes them', text: '# x,y\n1.5,2\n3,4\n', names: ['x', 'y'], rows: [[1.5, 2], [3, 4]] },
  { kind: 'two columns of one name', text: 'a,a\n1,2\n3,5\n', names: ['a', 'a (2)'], rows: [[1, 2], [3, 5]], says: /column 2 is "a \(2\)"/ },
  { kind: 'names again where files were put together', text: 'a,b\n1,2\na,b\n4,5\n', names: ['a', 'b'], rows: [[1, 2], [4, 5]], says: /names stand again in line 3/ },
  { kind: 'names and nothing below', text: 'a,b\n', refused: /line of names and no example/ },

  // The decimal sign and signs between thousands.
  { kind: 'thousands, semicolons', text: 'a;b\n3,456;1\n12;2\n', names: ['a', 'b'], rows: [[3456, 1], [12, 2]], says: /"3,456" is 3456 with a decimal point and 3\.456 with a decimal comma/ },
  { kind: 'the same, said to be decimals', text: 'a;b\n3,456;1\n12;2\n', understood: { decimal: ',' }, names: ['a', 'b'], rows: [[3.456, 1], [12, 2]] },
  { kind: 'the same, one column said', text: 'a;b\n3,456;1\n12;2\n', understood: { columns: { a: { decimal: ',' } } }, names: ['a', 'b'], rows: [[3.456, 1], [12, 2]] },
  { kind: 'decimals by another cell of the column', text: 'a;b\n3,456;1\n12,5;2\n', names: ['a', 'b'], rows: [[3.456, 1], [12.5, 2]] },
  { kind: 'decimals by another column', text: 'a;b\n3,456;1,25\n12;2\n', names: ['a', 'b'], rows: [[3.456, 1.25], [12, 2]] },
  { kind: 'decimals, as longer numbers have no sign', text: 'a;b\n3,456;1\n1234;2\n', names: ['a', 'b'], rows: [[3.456, 1], [1234, 2]], says: /longer numbers/ },
  { kind: 'three decimals in every row', text: 'a;b\n5,123;1\n6,234;2\n7,345;2\n', names: ['a', 'b'], rows: [[5.123, 1], [6.234, 2], [7.345, 2]], says: /three digits/ },
  { kind: 'decimal commas in quotation marks', text: 'a,b\n"2,75",1\n"3,5",2\n', names: ['a', 'b'], rows: [[2.75, 1], [3.5, 2]] },
  { kind: 'points between thousands, a decimal comma', text: 'a;b\n-8.123,40;1\n2,5;2\n', names: ['a', 'b'], rows: [[-8123.4, 1], [2.5, 2]] },
  { kind: 'points between thousands, by the commas of another column', text: 'a;b\n8.123;1,5\n12;2,5\n', names: ['a', 'b'], rows: [[8123, 1.5], [12, 2.5]] },
  { kind: 'commas between thousands, quoted', text: 'a,b\n"1,234,567.5",1\n"12.5",2\n', understood: { columns: { a: { as: 'number' } } }, names: ['a', 'b'], rows: [[1234567.5, 1], [12.5, 2]] },
  { kind: 'commas between thousands in a comma file', text: 'a,b\n"1,234",1\n"5,678",2\n', names: ['a', 'b'], rows: [[1234, 1], [5678, 2]] },
  { kind: 'an Indian way of grouping', text: 'a,b\n"2,34,567",1\n"12,345",3\n', names: ['a', 'b'], rows: [[234567, 1], [12345, 3]] },
  { kind: 'blanks between thousands', text: 'a;b\n1 567;2\n12;3\n', names: ['a', 'b'], rows: [[1567, 2], [12, 3]] },
  { kind: 'narrow blanks between thousands, as French spreadsheets write them', text: 'a;b\n1\u202f567,5;2\n12;3\n', names: ['a', 'b'], rows: [[1567.5, 2], [12, 3]] },
  { kind: 'fixed blanks between thousands', text: 'a;b\n1\u00a0567;2\n12;3\n', names: ['a', 'b'], rows: [[1567, 2], [12, 3]] },
  { kind: 'Swiss apostrophes', text: "a;b\n1'234.50;2\n12;3\n", names: ['a', 'b'], rows: [[1234.5, 2], [12, 3]] },
  { kind: 'a true minus', text: 'a,b\n\u22121.5,2\n3,4\n', names: ['a', 'b'], rows: [[-1.5, 2], [3, 4]] },
  { kind: 'exponents of many kinds', text: 'a,b\n1e5,2E-1\n1.5d2,3\n', names: ['a', 'b'], rows: [[1e5, 0.2], [150, 3]] },
  { kind: 'percentages in all rows', text: 'a;b\n12 %;1\n13,5%;2\n', names: ['a', 'b'], rows: [[12, 1], [13.5, 2]], says: /holds numbers in "%"/ },
  { kind: 'one percentage', text: 'a,b\n1,2\n3,12 %\n5,6\n', names: ['a', 'b'], rows: [[1, 2], [3, null], [5, 6]], says: /Line 3 of "table\.csv" says "12 %" in the column "b", which has a unit/ },
  { kind: 'amounts of money', text: 'a,b\n"$1,234.50",1\n$12.00,2\n', names: ['a', 'b'], rows: [[1234.5, 1], [12, 2]] },
  { kind: 'amounts in euros, a loss in brackets', text: 'a;b\n(12,50 \u20ac);1\n12,00 \u20ac;2\n', names: ['a', 'b'], rows: [[-12.5, 1], [12, 2]] },
  { kind: 'units in all cells', text: 'a,b\n12 kg,1\n13.5 kg,2\n', names: ['a', 'b'], rows: [[12, 1], [13.5, 2]], says: /in "kg"/ },
  { kind: 'two units', text: 'a,b\n12 kg,1\n13 lb,2\n14 kg,3\n15 lb,1\n', names: ['b'], rows: [[1], [2], [3], [1]], says: /"a" holds numbers with different units/ },
  { kind: 'codes that begin with 0', text: 'zip,b\n01234,1\n04567,2\n', names: ['zip', 'b'], rows: [[1234, 1], [4567, 2]], says: /begin with 0, such as "01234"/ },

  // Labels.
  { kind: 'codes of missing labels alone', text: 'a,class\n1,none\n2,NA\n3,?\n4,\n', names: ['a'], rows: [[1], [2], [3], [4]], says: /"class" holds nothing; it was left out/ },
  { kind: 'some labels missing', text: 'a,class\n1,x\n2,none\n3,y\n4,?\n5,\n6,x\n7,NA\n', names: ['a'], rows: [[1], [2], [3], [4], [5], [6], [7]], labels: ['x', null, 'y', null, null, 'x', null], says: /4 of 7 examples have no label/ },
  { kind: 'labels of a support vector machine', text: 'a,class\n1,-1\n2,1\n3,-1\n', names: ['a'], rows: [[1], [2], [3]], labels: ['-1', '1', '-1'] },
  { kind: 'whole numbers that were floats', text: 'a,class\n1,1\n2,1.0\n3,2\n4,2.0\n', names: ['a'], rows: [[1], [2], [3], [4]], labels: ['1', '1', '2', '2'] },
  { kind: 'floats for labels, as pandas writes them beside gaps', text: 'a,label\n1,1.0\n2,\n3,0.0\n', names: ['a'], rows: [[1], [2], [3]], labels: ['1', null, '0'] },
  { kind: 'an odd cell makes no labels', text: 'a,b\n1,x\n2,3\n4,5\n6,7\n', names: ['a', 'b'], rows: [[1, null], [2, 3], [4, 5], [6, 7]], says: /Line 2 of "table\.csv" says "x" in the column "b", which is no number/ },
  { kind: 'a code makes no labels', text: 'a,b\n1,NA\n2,?\n4,5\n', names: ['a', 'b'], rows: [[1, null], [2, null], [4, 5]] },
  { kind: 'another code, named', text: 'a,b\n1,-999\n2,-999.0\n4,5\n', understood: { missing: ['-999'] }, names: ['a', 'b'], rows: [[1, null], [2, null], [4, 5]] },
  { kind: 'the same, not named', text: 'a,b\n1,-999\n2,-999\n4,5\n', names: ['a', 'b'], rows: [[1, -999], [2, -999], [4, 5]] },
  { kind: 'labels that differ in capitals', text: 'a,class\n1,Yes\n2,no\n3,yes\n4,a\n5,A\n', names: ['a'], rows: [[1], [2], [3], [4], [5]], labels: ['Yes', 'no', 'Yes', 'a', 'A'], says: /"A" and "a" differ in capitals/ },
  { kind: 'labels of yes and no', text: 'a,b,target\n1,2,yes\n3,4,no\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]], labels: ['yes', 'no'] },
  { kind: 'dates are no labels', text: 'day,a\n2021-01-02,1\n2021-01-02,3\n2021-01-03,5\n2021-01-03,7\n', names: ['a'], rows: [[1], [3], [5], [7]], says: /"day" holds dates/ },

  // Columns that are no values.
  { kind: 'an index of pandas', text: ',a,b\n0,1.5,2.5\n1,2.5,3.5\n', names: ['a', 'b'], rows: [[1.5, 2.5], [2.5, 3.5]], says: /Column 1 has no name, and counts the rows; it was left out/ },
  { kind: 'an index of pandas after rows were dropped', text: ',a\n0,1.5\n3,2.5\n7,1.5\n', names: ['a'], rows: [[1.5], [2.5], [1.5]], says: /Column 1 has no name/ },
  { kind: 'an index of pandas read and written again', text: 'Unnamed: 0,a\n0,1.5\n1,2.5\n', names: ['a'], rows: [[1.5], [2.5]], says: /"Unnamed: 0" .* left out/ },
  { kind: 'row names of write.csv in R', text: '"","mpg","cyl"\n"Mazda RX4",21,6\n"Datsun 710",22.8,4\n', names: ['mpg', 'cyl'], rows: [[21, 6], [22.8, 4]], says: /Column 1 has no name, and another text in every row/ },
  { kind: 'row names of write.table in R', text: '"mpg" "cyl"\n"Mazda RX4" 21 6\n"Datsun 710" 22.8 4\n', names: ['mpg', 'cyl'], rows: [[21, 6], [22.8, 4]] },
  { kind: 'numbers of R rows', text: '"","x"\n"1",1.5\n"2",3\n"3",1\n', names: ['x'], rows: [[1.5], [3], [1]] },
  { kind: 'points of a plane are no row numbers', text: 'X,Y\n1,5\n2,7\n3,1\n', names: ['X', 'Y'], rows: [[1, 5], [2, 7], [3, 1]] },
  { kind: 'row numbers alone are values', text: 'x\n1\n2\n', names: ['x'], rows: [[1], [2]] },
  { kind: 'keys of customers', text: 'customer_id,a\nA1,1.5\nA2,2.5\n', names: ['a'], rows: [[1.5], [2.5]], says: /"customer_id" has a name of keys/ },
  { kind: 'keys said to be values', text: 'id,a\n10,1.5\n7,2.5\n', understood: { columns: { id: { as: 'number' } } }, names: ['id', 'a'], rows: [[10, 1.5], [7, 2.5]] },
  { kind: 'a delimiter behind every row', text: 'a,b,\n1,2,\n3,4,\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]], says: /end with a delimiter/ },
  { kind: 'a delimiter behind every row but the names', text: 'a;b\n1;2;\n3;4;\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]] },
  { kind: 'a column of nothing', text: 'a,b,c\n1,,2\n3,,4\n', names: ['a', 'c'], rows: [[1, 2], [3, 4]], says: /"b" holds nothing; it was left out/ },
  { kind: 'a column of one number', text: 'a,b\n1,7\n3,7\n', names: ['a', 'b'], rows: [[1, 7], [3, 7]], says: /"b" holds 7 in every row/ },
  { kind: 'a population', text: 'a,pop\n1,81000000\n2,67000000\n', names: ['a'], rows: [[1], [2]], says: /"pop" holds numbers beyond a million/ },
  { kind: 'truths of R', text: 'a,b\nTRUE,1\nFALSE,2\nNA,4\n', names: ['a', 'b'], rows: [[1, 1], [0, 2], [null, 4]], says: /"a" holds yes and no/ },
  { kind: 'truths in words', text: 'a;b;c\nja;1;vrai\nnein;2;faux\n', names: ['a', 'b', 'c'], rows: [[1, 1, 1], [0, 2, 0]] },
  { kind: 'numbers and text', text: 'a,b\n1,2\n2,x\n3,y\n4,5\n', names: ['a'], rows: [[1], [2], [3], [4]], says: /"b" holds numbers and text, such as "x" in line 3; it was left out/ },
  { kind: 'a number too large to be held', text: 'a,b\n1,1e99\n2,3\n', names: ['a', 'b'], rows: [[1, null], [2, 3]], says: /Line 2 .* "1e99" .* too large/ },
  { kind: 'an infinite value', text: 'a,b\n1,2\n3,inf\n4,5\n', names: ['a', 'b'], rows: [[1, 2], [3, null], [4, 5]], says: /says "inf"/ },
  { kind: 'text alone', text: 'name,place\nx,y\nz,w\n', refused: /"name" holds text, "place" holds text/ },

  // Signs, lines, edges.
  { kind: 'parted by blanks', text: 'a b c\n1 2 3\n4 5 6\n', names: ['a', 'b', 'c'], rows: [[1, 2, 3], [4, 5, 6]] },
  { kind: 'set in columns, as numbers of Fortran', text: '  1.0   2.0\n -3.0   4.0\n', rows: [[1, 2], [-3, 4]] },
  { kind: 'blanks with decimal commas', text: '0,5 1,25\n1,5 2,25\n', rows: [[0.5, 1.25], [1.5, 2.25]] },
  { kind: 'tabs', text: 'a\tb\n1\t2\n3\t4\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]] },
  { kind: 'vertical bars', text: 'a|b\n1|2\n3|4\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]] },
  { kind: 'a table of Markdown', text: '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]], says: /Line 2 holds nothing/ },
  { kind: 'a line that names the delimiter', text: 'sep=;\r\na;b\r\n1,5;2\r\n3;4\r\n', names: ['a', 'b'], rows: [[1.5, 2], [3, 4]] },
  { kind: 'a mark of byte order before it', text: '\ufeffsep=|\na|b\n1|2\n', names: ['a', 'b'], rows: [[1, 2]] },
  { kind: 'comments on top and below', text: '# made by hand\n# on a day\na,b\n1,2\n# the end\n3,4\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]] },
  { kind: 'comments of Matlab', text: '% made by hand\n1,2\n3,4\n', rows: [[1, 2], [3, 4]] },
  { kind: 'a name that begins with %', text: '%fat,b\n1,2\n3,4\n', names: ['%fat', 'b'], rows: [[1, 2], [3, 4]] },
  { kind: 'colours that begin with #', text: 'colour,a\n#ff0000,1\n#00ff00,2\n', names: ['a'], rows: [[1], [2]] },
  { kind: 'row numbers called #', text: '#,a,b\n1,2.5,3\n2,4.5,1\n', names: ['a', 'b'], rows: [[2.5, 3], [4.5, 1]] },
  { kind: 'single quotation marks, as Weka writes them', text: "'a b','c'\n1,2\n3,4\n", names: ['a b', 'c'], rows: [[1, 2], [3, 4]] },
  { kind: 'a blank before quotation marks', text: 'a, "b, c"\n1, "2"\n3, "4"\n', names: ['a', 'b, c'], rows: [[1, 2], [3, 4]] },
  { kind: 'a line end within quotation marks', text: 'a,"b\nc",d\n1,2,3\n4,5,6\nx,7,8\n9,1,2\n', names: ['a', 'b\nc', 'd'], rows: [[1, 2, 3], [4, 5, 6], [null, 7, 8], [9, 1, 2]], says: /Line 5 of "table\.csv" says "x"/ },
  { kind: 'lines of old Macintoshes', text: 'a,b\r1,2\r3,4\r', names: ['a', 'b'], rows: [[1, 2], [3, 4]] },
  { kind: 'blank lines below, as spreadsheets write them', text: 'a;b\n1;2\n3;4\n;\n;\n\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]] },
  { kind: 'an empty row within', text: 'a,b\n1,2\n,\n3,4\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]], says: /Line 3 holds nothing and was left out/ },
  { kind: 'a title above', text: 'Sales of 2021\n\na;b;c\n1,5;2;1\n2,5;3;7\n', names: ['a', 'b', 'c'], rows: [[1.5, 2, 1], [2.5, 3, 7]], says: /left out: "Sales of 2021"/ },
  { kind: 'a title above, with its delimiters', text: 'Sales of 2021;;\na;b;c\n1,5;2;1\n2,5;3;7\n', names: ['a', 'b', 'c'], rows: [[1.5, 2, 1], [2.5, 3, 7]] },
  { kind: 'lines about an export', text: 'Date;1.2.2021\nBy;me\na;b;c;d\n1;2;3;4\n5;6;7;9\n2;2;2;2\n', names: ['a', 'b', 'c', 'd'], rows: [[1, 2, 3, 4], [5, 6, 7, 9], [2, 2, 2, 2]] },
  { kind: 'totals below', text: 'item,a\nx,1\ny,3\nTotal,4\n', names: ['a'], rows: [[1], [3]], says: /left out: "Total"/ },
  { kind: 'German totals below', text: 'Art;a\nx;1,5\ny;3\nSumme;4,5\n', names: ['a'], rows: [[1.5], [3]], labels: ['x', 'y'], says: /"Summe"/ },
  { kind: 'totals that are wanted', text: 'item,a\nx,1\ny,3\nTotal,4\n', understood: { foot: 0, label: null }, names: ['a'], rows: [[1], [3], [4]] },
  { kind: 'a footnote below', text: 'a,b\n1,2\n3,4\nSource: an office of statistics\n', names: ['a', 'b'], rows: [[1, 2], [3, 4]], says: /"Source: an office of statistics"/ },
  { kind: 'a row too long', text: 'a,b\n1,2\n3,4,5\n', refused: /Line 3 has 3 cells where line 1 has 2/ },
  { kind: 'a row too short, behind blank lines', text: 'a,b,c\n\n1,2,3\n\n3,4\n5,6,7\n', refused: /Line 5 has 2 cells where line 1 has 3/ },
  { kind: 'a mark of quotation that is not closed', text: 'a,b\n1,2\n3,"4\n5,6\n', refused: /Line 3 can't be read: a quotation mark/ },
  { kind: 'blank lines alone', text: '\n \n\n', refused: /no row/ },

  // Public data sets in the form in which they are had.
  { kind: 'UCI iris.data', text: '5.1,3.5,1.4,0.2,Iris-setosa\n4.9,3.0,1.4,0.2,Iris-setosa\n7.0,3.2,4.7,1.4,Iris-versicolor\n6.4,3.2,4.5,1.5,Iris-versicolor\n\n', rows: [[5.1, 3.5, 1.4, 0.2], [4.9, 3, 1.4, 0.2], [7, 3.2, 4.7, 1.4], [6.4, 3.2, 4.5, 1.5]], labels: ['Iris-setosa', 'Iris-setosa', 'Iris-versicolor', 'Iris-versicolor'] },
  { kind: 'UCI winequality-red.csv', text: '"fixed acidity";"pH";"quality"\n7.4;3.51;5\n7.8;3.2;5\n11.2;3.16;6\n', names: ['fixed acidity', 'pH', 'quality'], rows: [[7.4, 3.51, 5], [7.8, 3.2, 5], [11.2, 3.16, 6]] },
  { kind: 'UCI seeds_dataset.txt, with tabs in a row', text: '15.26\t14.84\t0.871\t\t1\n14.88\t14.57\t0.8811\t1\n14.29\t14.09\t0.905\t2\n', rows: [[15.26, 14.84, 0.871, 1], [14.88, 14.57, 0.8811, 1], [14.29, 14.09, 0.905, 2]] },
  { kind: 'UCI auto-mpg.data', text: '18.0   8   307.0      130.0      3504.      12.0   70  1\t"chevrolet chevelle malibu"\n25.0   4   98.00      ?          2046.      19.0   71  2\t"ford pinto"\n', rows: [[18, 8, 307, 130, 3504, 12, 70, 1], [25, 4, 98, null, 2046, 19, 71, 2]], says: /Column 9 holds text/ },
  { kind: 'UCI housing.data', text: ' 0.00632  18.00   2.310  0  0.5380   6.5750  65.20  4.0900   1  296.0  15.30 396.90   4.98  24.00\n 0.02731   0.00   7.070  0  0.4690   6.4210  78.90  4.9671   2  242.0  17.80 396.90   9.14  21.60\n', rows: [[0.00632, 18, 2.31, 0, 0.538, 6.575, 65.2, 4.09, 1, 296, 15.3, 396.9, 4.98, 24], [0.02731, 0, 7.07, 0, 0.469, 6.421, 78.9, 4.9671, 2, 242, 17.8, 396.9, 9.14, 21.6]] },
  { kind: 'UCI glass.data, with row numbers', text: '1,1.52101,13.64,1\n2,1.51761,13.89,1\n3,1.51618,13.53,1\n4,1.51766,13.21,2\n5,1.51742,13.27,2\n', rows: [[1.52101, 13.64, 1], [1.51761, 13.89, 1], [1.51618, 13.53, 1], [1.51766, 13.21, 2], [1.51742, 13.27, 2]], says: /Column 1 counts the rows; it was left out/ },
  { kind: 'UCI breast-cancer-wisconsin.data', text: '1000025,5,?,2\n1002945,5,4,2\n1015425,3,1,4\n', rows: [[5, null, 2], [5, 4, 2], [3, 1, 4]], says: /Column 1 holds numbers beyond a million/ },
  { kind: 'UCI ionosphere.data', text: '1,0,0.99539,g\n1,0,1,b\n1,0,0.5,g\n0,0,0.25,b\n', rows: [[1, 0, 0.99539], [1, 0, 1], [1, 0, 0.5], [0, 0, 0.25]], labels: ['g', 'b', 'g', 'b'] },
  { kind: 'the penguins of Palmer', text: 'species,island,bill_length_mm,sex,year\nAdelie,Torgersen,39.1,male,2007\nAdelie,Torgersen,NA,NA,2007\nGentoo,Biscoe,46.1,female,2008\n', names: ['bill_length_mm', 'year'], rows: [[39.1, 2007], [null, 2007], [46.1, 2008]], labels: ['Adelie', 'Adelie', 'Gentoo'] },
  { kind: 'a German spreadsheet', text: 'Datum;Umsatz;Anteil\n01.02.2021;1.234,50;12,5 %\n02.02.2021;987,00;3,25 %\n', names: ['Umsatz', 'Anteil'], rows: [[1234.5, 12.5], [987, 3.25]], says: /"Datum" holds dates/ },
  { kind: 'errors of a spreadsheet', text: 'a,b\n1,2\n2,#N/A\n3,#DIV/0!\n4,5\n5,6\n', names: ['a', 'b'], rows: [[1, 2], [2, null], [3, null], [4, 5], [5, 6]], says: /2 of 10 values are missing, with "#DIV\/0!", "#N\/A" for codes/ },
];
