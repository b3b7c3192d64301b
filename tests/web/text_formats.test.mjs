// @ts-check
// Texts of other programs: those that are no tables are named, those that hold rows in a form of their own are read, and
// tables that look a little like them stay tables. The forms are those of the formats' descriptions.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bytesOf, says } from './own_files.mjs';
import { fromSite } from './support.mjs';

/** @type {typeof import('../../web/own-data/read.js')} */
const { readTable, valuesOf } = await fromSite('own-data/read.js');
const read = (/** @type {string} */ text, /** @type {object} */ options = {}) => readTable({ name: 'a.csv', bytes: bytesOf(text) }, options);

/** What it is, the text, words of the sentence. @type {[string, string, string][]} */
const named = [
  ['obj', 'v 1.0 2.0 3.0\nv 0.5 1.5 2.5\nv 1 1 1\nv 2 2 2\nf 1 2 3\nf 2 3 4\n', 'mesh (Wavefront OBJ)'],
  ['obj comment', '# Blender v2.79 (sub 0) OBJ File: \n# www.blender.org\nmtllib cube.mtl\no Cube\nv 1.000000 -1.000000 -1.000000\nv 1.000000 -1.000000 1.000000\nv -1.000000 -1.000000 1.000000\nvt 0.0 0.5\nvn 0.0000 -1.0000 0.0000\nusemtl Material\ns off\nf 1//1 2//1 3//1\n', 'mesh (Wavefront OBJ)'],
  ['obj v only', 'v 1.0 2.0 3.0\nv 0.5 1.5 2.5\nv 1 1 1\nv 2 2 2\n', 'Wavefront'],
  ['obj v vn', 'v 1.0 2.0 3.0\nvn 0 0 1\nv 0.5 1.5 2.5\nvn 0 1 0\nf 1//1 2//2 1//1\n', 'Wavefront'],
  ['mtl', 'newmtl Material\nNs 96.078431\nKa 1.0 1.0 1.0\nKd 0.64 0.64 0.64\nKs 0.5 0.5 0.5\nNi 1.0\nd 1.0\nillum 2\n', 'materials'],
  ['pdb', 'HEADER    HYDROLASE                               01-JAN-90   1ABC\nATOM      1  N   MET A   1      38.428  13.104   6.364  1.00 54.69           N\nATOM      2  CA  MET A   1      38.095  13.107   7.812  1.00 50.00           C\nATOM      3  C   MET A   1      37.000  12.107   8.012  1.00 49.00           C\nTER\nEND\n', 'molecule (PDB)'],
  ['pdb atoms only', 'ATOM      1  N   MET A   1      38.428  13.104   6.364  1.00 54.69           N\nATOM      2  CA  MET A   1      38.095  13.107   7.812  1.00 50.00           C\nATOM      3  C   MET A   1      37.000  12.107   8.012  1.00 49.00           C\n', 'molecule (PDB)'],
  ['stl', 'solid cube\n  facet normal 0 0 1\n    outer loop\n      vertex 0 0 0\n      vertex 1 0 0\n      vertex 1 1 0\n    endloop\n  endfacet\n  facet normal 0 0 1\n    outer loop\n      vertex 0 0 0\n      vertex 1 1 0\n      vertex 0 1 0\n    endloop\n  endfacet\nendsolid cube\n', 'mesh (STL)'],
  ['ply', 'ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n', 'mesh (PLY)'],
  ['off', 'OFF\n4 2 0\n0 0 0\n1 0 0\n1 1 0\n0 1 0\n3 0 1 2\n3 0 2 3\n', 'mesh (OFF)'],
  ['vtk', '# vtk DataFile Version 3.0\nvtk output\nASCII\nDATASET POLYDATA\nPOINTS 3 float\n0 0 0\n1 0 0\n0 1 0\nPOLYGONS 1 4\n3 0 1 2\n', 'VTK'],
  ['svg multi', '<?xml version="1.0"?>\n<svg\n   width="10"\n   height="10">\n<path d="M 1,2 3,4"/></svg>', 'SVG'],
  ['gpx nohead', '<gpx version="1.1" creator="x"><trk><trkseg>\n<trkpt lat="47.1" lon="8.5"><ele>400</ele></trkpt></trkseg></trk></gpx>', 'XML'],
  ['kml', '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="x"><Placemark><coordinates>8.5,47.1,0 8.6,47.2,0</coordinates></Placemark></kml>', 'XML'],
  ['yaml nodash', 'name: test\nvalues:\n  - 1\n  - 2\nsize: 3\n', 'YAML'],
  ['yaml keys', 'alpha: 0.5\nbeta: 1.5\ngamma: 2\n', 'YAML'],
  ['yaml list of maps', '- a: 1\n  b: 2\n- a: 3\n  b: 4\n', 'YAML'],
  ['yaml list of lists', '- [1, 2]\n- [3, 4]\n', 'YAML'],
  ['toml', 'title = "x"\nlr = 0.1\nbatch = 32\n\n[owner]\nname = "y"\n', 'settings'],
  ['toml flat', 'lr = 0.1\nbatch = 32\nepochs = 10\n', 'settings'],
  ['properties', 'a.b=1\na.c=2\na.d=3\n', 'settings'],
  ['env', 'PORT=8080\nDEBUG=1\nWORKERS=4\n', 'settings'],
  ['css', 'body { margin: 0; padding: 1px }\n.a { width: 10px; height: 20px }\n', 'program'],
  ['js', 'const a = 1;\nlet b = [1, 2, 3];\nconsole.log(a + b[0]);\n', 'program'],
  ['c', 'int main(void) {\n  int a = 1, b = 2;\n  return a + b;\n}\n', 'program'],
  ['c array', 'static const float table[] = {\n  0.1, 0.2, 0.3,\n  0.4, 0.5, 0.6\n};\n', 'C'],
  ['matlab m', 'A = [1 2 3; 4 5 6];\nplot(A(1,:), A(2,:));\nxlabel(\'t\');\n', 'program'],
  ['matlab fn', 'function y = f(x)\ny = x.^2 + 1;\nend\n', 'program'],
  ['R', 'x <- c(1, 2, 3)\ny <- c(4, 5, 6)\nplot(x, y)\n', 'program'],
  ['sql', 'SELECT a, b FROM t WHERE a > 1;\nSELECT 1, 2;\n', 'program'],
  ['shell', 'export A=1\necho $A, 2\nls -la | wc -l\n', 'program'],
  ['java', 'public class A {\n  public static void main(String[] args) {\n    int a = 1;\n  }\n}\n', 'program'],
  ['rust', 'fn main() {\n    let x = 1;\n    println!("{}", x);\n}\n', 'program'],
  ['go', 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println(1, 2) }\n', 'program'],
  ['fortran', '      program a\n      integer i\n      i = 1\n      end program a\n', 'program'],
  ['gcode', 'G21\nG90\nG1 X10 Y20 F300\nG1 X15 Y25\nG1 X20 Y30\nM30\n', 'G-code'],
  ['gcode moves', 'G1 X10.5 Y20.1 F300\nG1 X15.2 Y25.7 F300\nG1 X20.3 Y30.9 F300\n', 'G-code'],
  ['log apache', '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326\n127.0.0.1 - - [10/Oct/2000:13:55:37 -0700] "GET /b.gif HTTP/1.0" 200 1024\n', 'log of a web server'],
  ['log iso', '2021-03-01 12:00:01,123 INFO server started on port 8080\n2021-03-01 12:00:02,456 WARN slow query 350 ms\n2021-03-01 12:00:03,789 ERROR failed\n', 'log'],
  ['log python', 'INFO:root:epoch 1 loss 0.5\nINFO:root:epoch 2 loss 0.4\nINFO:root:epoch 3 loss 0.3\n', 'log'],
  ['syslog', 'Mar  1 12:00:01 host kernel: [ 1.234] usb 1-1: new device\nMar  1 12:00:02 host sshd[123]: Accepted\n', 'log'],
  ['fasta', '>seq1 description\nACGTACGTACGT\n>seq2\nGGGTACCATTT\n', 'FASTA'],
  ['fasta one', '>sp|P12345|X\nMKTAYIAKQRQISFVKSHFSRQ\nLEERLGLIEVQAPILSRVGDG\n', 'FASTA'],
  ['fastq', '@SEQ_ID\nGATTTGGGGTTCAAAG\n+\n!\'\'*((((***+))%%%\n@SEQ_2\nGATTTGGGGTTCAAAG\n+\n!\'\'*((((***+))%%%\n', 'FASTQ'],
  ['vcf', '##fileformat=VCFv4.2\n##source=x\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n20\t14370\trs6054257\tG\tA\t29\tPASS\tNS=3;DP=14\n20\t17330\t.\tT\tA\t3\tq10\tNS=3;DP=11\n20\t1110696\trs6040355\tA\tG\t67\tPASS\tNS=2;DP=10\n', 'VCF'],
  ['sam', '@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:ref\tLN:45\nr001\t99\tref\t7\t30\t8M2I4M\t=\t37\t39\tTTAGATAAAGG\t*\nr002\t0\tref\t9\t30\t3S6M\t*\t0\t0\tAAAAGATAAGG\t*\n', 'SAM'],
  ['gff', '##gff-version 3\nctg123\t.\tgene\t1000\t9000\t.\t+\t.\tID=gene1\nctg123\t.\tmRNA\t1050\t9000\t.\t+\t.\tID=mRNA1\nctg123\t.\texon\t1050\t1500\t.\t+\t.\tID=e1\n', 'GFF'],
  ['wig', 'track type=wiggle_0\nvariableStep chrom=chr2\n300701 12.5\n300702 12.5\n', 'genome browser'],
  ['bedgraph', 'track type=bedGraph\nchr1 100 200 1.5\nchr1 200 300 2.5\n', 'genome browser'],
  ['ical', 'BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTSTART:20210101T120000Z\nEND:VEVENT\nEND:VCALENDAR\n', 'calendar'],
  ['email', 'From: a@b.c\nTo: d@e.f\nSubject: numbers\nDate: Mon, 1 Mar 2021 12:00:00 +0000\n\nHello, 1 2 3\n', 'mail'],
  ['srt', '1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nWorld\n', 'subtitles'],
  ['lrc/vtt', 'WEBVTT\n\n00:01.000 --> 00:04.000\nHello\n', 'subtitles'],
  ['bibtex', '@article{key,\n  author = {A},\n  year = {2020},\n  pages = {1--2}\n}\n', 'publications'],
  ['netlist spice', '* RC\nR1 1 2 1k\nC1 2 0 1u\nV1 1 0 5\n.tran 1u 1m\n.end\n', 'SPICE'],
  ['nmea', '$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\n$GPGGA,123520,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*48\n$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A\n', 'NMEA'],
  ['ihex', ':10010000214601360121470136007EFE09D2190140\n:100110002146017E17C20001FF5F16002148011928\n:00000001FF\n', 'byte by byte'],
  ['hexdump', '00000000  48 65 6c 6c 6f 20 77 6f  72 6c 64 21 0a 00 00 00  |Hello world!....|\n00000010  48 65 6c 6c 6f 20 77 6f  72 6c 64 21 0a 00 00 00  |Hello world!....|\n', 'byte by byte'],
  ['base64', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\n', 'base64'],
  ['cif', 'data_global\n_cell_length_a 5.4\n_cell_length_b 5.4\nloop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\nSi 0 0\nO 0.25 0.25\n', 'CIF'],
  ['sdf mol', '\n  Mrv0541\n\n  3  2  0  0  0  0            999 V2000\n    0.0000    0.0000    0.0000 O   0  0\n    0.7570    0.5860    0.0000 H   0  0\n   -0.7570    0.5860    0.0000 H   0  0\n  1  2  1  0\n  1  3  1  0\nM  END\n', 'MOL'],
  ['gro', 'water\n    3\n    1SOL     OW    1   0.230   0.628   0.113\n    1SOL    HW1    2   0.260   0.590   0.100\n    1SOL    HW2    3   0.200   0.600   0.120\n   1.0   1.0   1.0\n', 'GRO'],
  ['lammps dump', 'ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS pp pp pp\n0 1\n0 1\n0 1\nITEM: ATOMS id type x y z\n1 1 0 0 0\n2 1 0.5 0.5 0.5\n', 'LAMMPS'],
  ['asc grid', 'ncols 3\nnrows 2\nxllcorner 0.0\nyllcorner 0.0\ncellsize 1.0\nNODATA_value -9999\n1 2 3\n4 -9999 6\n', 'raster'],
  ['jcamp', '##TITLE= spectrum\n##JCAMP-DX= 4.24\n##XUNITS= 1/CM\n##XYDATA= (X++(Y..Y))\n400 1 2 3\n403 4 5 6\n##END=\n', 'JCAMP'],
  ['mgf', 'BEGIN IONS\nPEPMASS=983.6\nCHARGE=2+\n846.6 73\n846.8 44\n847.6 67\nEND IONS\n', 'MGF'],
  ['dot graph', 'digraph G {\n  a -> b [weight=1];\n  b -> c [weight=2];\n}\n', 'DOT'],
  ['http', 'HTTP/1.1 200 OK\nContent-Type: text/csv\nContent-Length: 8\n\na,b\n1,2\n', 'headers'],
  ['tree ls', 'total 12\n-rw-r--r-- 1 root root 313 Nov 27 18:26 t.sh\n-rw-r--r-- 1 root root 270 Nov 27 18:57 t2.sh\ndrwxr-xr-x 2 root root 4096 Nov 27 18:57 d\n', 'list of files'],
  ['pgn', '[Event "x"]\n[Site "y"]\n\n1. e4 e5 2. Nf3 Nc6 1-0\n', 'chess'],
  ['abc midi', 'X:1\nT:Tune\nM:4/4\nK:C\nCDEF GABc|\n', 'music'],
  ['po', 'msgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n', 'PO'],
  ['dockerfile', 'FROM python:3.8\nRUN pip install x==1.2\nCOPY . /app\n', 'Dockerfile'],
  ['reqs', 'numpy==1.21.0\npandas>=1.3\nscipy==1.7.1\n', 'needs'],
  ['wkt', 'POINT(1 2)\nPOINT(3 4)\nLINESTRING(1 2, 3 4)\n', 'WKT'],
  ['bvh', 'HIERARCHY\nROOT Hips\n{\n OFFSET 0 0 0\n CHANNELS 3 Xposition Yposition Zposition\n}\nMOTION\nFrames: 2\nFrame Time: 0.03\n1 2 3\n4 5 6\n', 'BVH'],
  ['cube lut', 'TITLE "x"\nLUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n', 'CUBE'],
  ['ies', 'IESNA:LM-63-2002\n[TEST] x\nTILT=NONE\n1 1000 1 3 1 1 2 0 0 0\n1 1 10\n0 45 90\n0\n100 50 0\n', 'IES'],
  ['hpgl', 'IN;SP1;PU0,0;PD100,100;PD200,100;PU;\n', 'HPGL'],
  ['xbm', '#define x_width 8\n#define x_height 8\nstatic char x_bits[] = {\n 0x01, 0x02 };\n', 'XBM'],
  ['prometheus', '# HELP x y\n# TYPE x counter\nx{a="b"} 1027\nx{a="c"} 3\n', 'Prometheus'],
];

describe('texts that are no tables', () => {
  for (const [what, text, words] of named) {
    it(`are named: ${what}`, () => assert.rejects(read(text), says('It is ', words)));
    it(`are named with line ends of Windows: ${what}`, () => assert.rejects(read(text.replaceAll('\n', '\r\n')), says('It is ', words)));
  }
});

/** What it is, the text, rows, names, labels. @type {[string, string, (number | null)[][], string[], (string | null)[] | null][]} */
const rows = [
  ['ARFF', '@RELATION iris\n\n@ATTRIBUTE a NUMERIC\n@ATTRIBUTE b REAL\n@ATTRIBUTE class {x,y}\n\n@DATA\n1.5,2,x\n2.5,3,y\n3.5,?,x\n', [[1.5, 2], [2.5, 3], [3.5, null]], ['a', 'b'], ['x', 'y', 'x']],
  ['ARFF with marks and comments', "% a\n@relation 'my data'\n@attribute 'sepal length' numeric\n@attribute kind {'a b','c, d'}\n@data\n1.5,'a b'\n% between\n2.5,'c, d'\n", [[1.5], [2.5]], ['sepal length'], ['a b', 'c, d']],
  ['ARFF with numbers for classes', '@relation r\n@attribute a numeric\n@attribute outcome {0,1}\n@data\n5,0\n6,1\n7,0\n', [[5], [6], [7]], ['a'], ['0', '1', '0']],
  ['ARFF that names what is not 0', '@relation r\n@attribute a numeric\n@attribute b numeric\n@attribute c {u,v}\n@data\n{0 1.5, 2 v}\n{1 2}\n', [[1.5, 0], [0, 2]], ['a', 'b'], ['v', 'u']],
  ['svmlight', '1 1:0.5 3:2\n-1 2:1e-3 3:4 # note\n1 1:1\n', [[0.5, 0, 2], [0, 0.001, 4], [1, 0, 0]], ['1', '2', '3'], ['1', '-1', '1']],
  ['svmlight with a row of zeros', '-1\n+1 2:1\n-1 1:1 3:1\n', [[0, 0, 0], [0, 1, 0], [1, 0, 1]], ['1', '2', '3'], ['-1', '1', '-1']],
  ['svmlight counted from 0, of queries', '2 qid:1 0:5 1:1\n1 qid:1 1:7\n0 qid:2 0:1\n', [[5, 1], [0, 7], [1, 0]], ['0', '1'], ['2', '1', '0']],
  ['svmlight of measured targets', '0.53 1:0.5\n1.92 2:1.5\n', [[0.53, 0.5, 0], [1.92, 0, 1.5]], ['target', '1', '2'], null],
  ['Touchstone', '! 2-port\n# GHz S MA R 50\n1.0 0.9 -10 0.1 80 0.1 80 0.9 -10\n2.0 0.8 -20 0.2 70 0.2 70 0.8 -20 ! end\n', [[1, 0.9, -10, 0.1, 80, 0.1, 80, 0.9, -10], [2, 0.8, -20, 0.2, 70, 0.2, 70, 0.8, -20]], [], null],
  ['Touchstone over several lines', '# MHz S RI R 50\n1 1 2 3 4\n5 6 7 8\n2 1 2 3 4\n5 6 7 8\n', [[1, 1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 2, 3, 4, 5, 6, 7, 8]], [], null],
  ['Grace', '# made\n@    title "Energy"\n@TYPE xy\n0.0 -100.5\n1.0 -101.5\n&\n', [[0, -100.5], [1, -101.5]], [], null],
  ['points of PLY', 'ply\nformat ascii 1.0\ncomment made\nelement vertex 2\nproperty float x\nproperty float y\nend_header\n0 1\n2 3\n', [[0, 1], [2, 3]], ['x', 'y'], null],
  ['points of PCD', '# .PCD v.7 - Point Cloud Data file format\nVERSION .7\nFIELDS x y\nSIZE 4 4\nTYPE F F\nCOUNT 1 1\nWIDTH 2\nHEIGHT 1\nPOINTS 2\nDATA ascii\n0.5 1\n2 3\n', [[0.5, 1], [2, 3]], ['x', 'y'], null],
  ['a table of LaTeX', '\\begin{tabular}{lr}\n\\hline\na & b \\\\\n\\hline\n1 & $-2$ \\\\\n3 & 4 \\\\ % end\n\\end{tabular}\n', [[1, -2], [3, 4]], ['a', 'b'], null],
  ['rows of LaTeX', '\\toprule\na & b \\\\\n\\midrule\n1 & 2 \\\\\n3 & \\textbf{4} \\\\\n\\bottomrule\n', [[1, 2], [3, 4]], ['a', 'b'], null],
  // Tables that look a little like something else
  ['lines about an export, with colons', 'Date: 2021\nStation: Uccle\n\ntime,volt,amp\n0.1,2,3\n0.2,4,5\n', [[0.1, 2, 3], [0.2, 4, 5]], ['time', 'volt', 'amp'], null],
  ['classes f and v', 'f 1.5 2 3\nv 0.5 1 2\nf 2 1 1\nv 1 1 5\n', [[1.5, 2, 3], [0.5, 1, 2], [2, 1, 1], [1, 1, 5]], [], ['f', 'v', 'f', 'v']],
  ['a column of levels', 'time,level,ms\n1,INFO,5\n2,ERROR,7\n3,INFO,6\n', [[1, 5], [2, 7], [3, 6]], ['time', 'ms'], ['INFO', 'ERROR', 'INFO']],
  ['names that are words of programs', 'import,return,class\n1,2,x\n3,4,y\n5,6,x\n', [[1, 2], [3, 4], [5, 6]], ['import', 'return'], ['x', 'y', 'x']],
  ['numbers with their uncertainty', 'a,b\n1.234(5),1\n2.345(6),2\n', [[1], [2]], ['b'], null],
  ['atoms with their places', 'atom x y\nC 1.5 2\nO 2.5 3\nC 3 4\n', [[1.5, 2], [2.5, 3], [3, 4]], ['x', 'y'], ['C', 'O', 'C']],
];

describe('texts that hold rows', () => {
  for (const [what, text, values, names, labels] of rows) {
    it(`are read: ${what}`, async () => {
      for (const form of [text, text.replaceAll('\n', '\r\n')]) {
        const table = await read(form);
        const width = table.values.length / table.count;
        const found = Array.from({ length: table.count }, (_, n) => Array.from(table.values.subarray(n * width, (n + 1) * width), (value) => (Number.isNaN(value) ? null : value)));
        assert.deepEqual(found, values.map((row) => row.map((value) => (value === null ? null : Math.fround(value)))), table.notes.join(' '));
        assert.deepEqual([table.names, table.labels && Array.from(table.labels, (label) => (label < 0 ? null : table.classes[label]))], [names, labels]);
        const again = await read(form, { understood: valuesOf(/** @type {any} */ (table.understanding)) });
        assert.deepEqual([again.values, again.labels, again.names], [table.values, table.labels, table.names]);
      }
    });
  }

  it('have what they say understood otherwise where it is asked for', async () => {
    const text = '@relation r\n@attribute a numeric\n@attribute c {0,1}\n@data\n5,0\n6,1\n';
    const { understanding } = await read(text);
    assert.equal(understanding?.label.why, 'The ARFF file says so.');
    const table = await read(text, { label: null });
    assert.deepEqual([[...table.values], table.labels, table.names], [[5, 0, 6, 1], null, ['a', 'c']]);
  });

  /** @type {[string, string, (string | RegExp)[]][]} */
  const broken = [
    ['ARFF without data', '@relation r\n@attribute a numeric\n', ['ARFF', 'without its data']],
    ['a place that is no attribute', '@relation r\n@attribute a numeric\n@data\n{1 5}\n', ['Line 4', '"1 5"']],
    ['several labels', '1,3 1:5\n2 1:4\n', ['Line 1', 'several labels']],
    ['a place of words', '1 1:5\n2 1:4\n1 1:4\n1 1:1\n1 1:1\n1 2:x\n', ['Line 6', '"2:x"', 'svmlight']],
    ['more places than are taken', '1 1:5\n2 100000:4\n', ['place 100,000', '4,096']],
    ['several curves', '@ title "x"\n0 1\n&\n0 2\n&\n', ['several curves']],
    ['several tables of LaTeX', '\\begin{tabular}{ll}\n1 & 2 \\\\\n3 & 4 \\\\\n\\end{tabular}\n\\begin{tabular}{ll}\n1 & 2 \\\\\n\\end{tabular}\n', ['LaTeX', 'several']],
  ];
  for (const [what, text, words] of broken) it(`are refused with a sentence: ${what}`, () => assert.rejects(read(text), says(...words)));
});
