using System.Globalization;
using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Compiler.Tests.Codegen;

/// <summary>Calls that repeat with other numbers become loops.</summary>
public sealed class CallLoopsTests(ITestOutputHelper output)
{
    [Fact]
    public void Numbers_that_grow_alike_are_computed_and_others_stand_in_a_table()
    {
        int[] buffers = [0, 96, 32, 64];
        string[] lines =
        [
            "First(0);",
            .. Enumerable.Range(0, 4).SelectMany(i => new[]
            {
                $"// layer {i}",
                $"Contract1(ref At(arena, {buffers[i]}), {100 + (i * 50)}, n);",
                "part.Barrier();",
                $"Map2(ref At(arena, {buffers[i]}), {90 - (i * 2)}, {7 + i}, 16f);",
            }),
            "Last(5);",
        ];

        Assert.Equal(
            """
            First(0);
            global::System.ReadOnlySpan<int> layers1 =
            [
                0,
                96,
                32,
                64,
            ];
            for (var layer = 0; layer < 4; layer++)
            {
                var at1 = layers1.Slice(layer * 1, 1);
                // layer 0
                Contract1(ref At(arena, at1[0]), (100 + (layer * 50)), n);
                part.Barrier();
                Map2(ref At(arena, at1[0]), (90 - (layer * 2)), (7 + layer), 16f);
            }
            Last(5);
            """.ReplaceLineEndings("\n"),
            string.Join('\n', CallLoops.Roll(lines)));
    }

    [Theory]
    [InlineData("A(1);", "B(2);", "C(3);")]
    [InlineData("A(1);", "A(2);", "A(4);")]
    public void Little_is_left_as_it_is(params string[] lines) => Assert.Equal(lines, CallLoops.Roll(lines));

    /// <summary>Random programs: what the loops do is what the lines did.</summary>
    [Fact]
    public void Loops_do_what_the_lines_did()
    {
        Random random = new(TestSeed.Value);
        for (int i = 0; i < TestTier.Count(200, 5000); i++)
        {
            List<string> lines = [];
            for (int part = 0; part < 3; part++)
            {
                int period = random.Next(1, 12), times = random.Next(1, 9), step = random.Next(-3, 4);
                string[] names = [.. Enumerable.Range(0, period).Select(_ => ((char)('A' + random.Next(4))).ToString())];
                for (int time = 0; time < times; time++)
                    foreach (string name in names)
                        lines.Add($"{name}({(random.Next(3) == 0 ? random.Next(5) : 40 + (time * step))}, {random.Next(2)});");
            }

            Assert.Equal(lines, CallLoops.Roll(lines).SelectMany(text => Expanded(text)));
        }
    }

    [Fact]
    public void Twelve_blocks_are_little_more_code_than_two()
    {
        int few = Lines(2), many = Lines(12);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{few} lines, {many} lines, {(double)many / few:0.000} times"));
        Assert.True(many <= 1.15 * few, $"{many} lines of twelve blocks, {few} of two");

        static int Lines(int blocks)
        {
            const string Block =
                "TransformerEncoder(2, 64, Causal = true, NormFirst = true, Dropout = 0, Activation = ActivationKind.Gelu)";
            string layers = string.Join(", ", Enumerable.Repeat(Block, blocks));
            ModelSpec spec = DeclarationText.Model(
                $"[Tokens(16, 20), Embedding(32), PositionalEmbedding, {layers}, LayerNorm, Dense(20), SoftmaxCrossEntropy, AdamW(1e-3)]");
            IEnumerable<GeneratedFile> files = ModelCompiler.EmitKernels(spec);
            return files.Sum(file => file.Text.Count(c => c == '\n'));
        }
    }

    /// <summary>The calls of a text, loops run.</summary>
    private static IEnumerable<string> Expanded(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal)) return [text];
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())];
        int loop = Array.FindIndex(lines, line => line.StartsWith("for", StringComparison.Ordinal));
        IEnumerable<string> numbers = lines.Take(loop).SelectMany(line => line.Split(',')).Select(number => number.Trim());
        int[] table = [.. numbers.Where(number => int.TryParse(number, out _)).Select(int.Parse)];
        int times = int.Parse(lines[loop].Split("< ")[1].Split(';')[0], CultureInfo.InvariantCulture), columns = table.Length / times;
        return Enumerable
            .Range(0, times)
            .SelectMany(layer => lines[(loop + 2)..^1]
                .Where(line => !line.StartsWith("var", StringComparison.Ordinal))
                .Select(line => Evaluated(line, layer)));

        string Evaluated(string line, int layer)
        {
            for (int i = 0; i < columns; i++)
                line = System.Text.RegularExpressions.Regex.Replace(line, $@"at\d+\[{i}\]", $"{table[(layer * columns) + i]}");
            line = System.Text.RegularExpressions.Regex.Replace(
                line,
                @"\((-?\d+) ([+-]) (?:layer|\(layer \* (\d+)\))\)",
                match =>
                {
                    int factor = match.Groups[3].Success ? int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) : 1;
                    int sign = match.Groups[2].Value == "-" ? -1 : 1;
                    return $"{int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + (sign * factor * layer)}";
                });
            return line;
        }
    }
}
