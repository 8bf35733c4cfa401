using ModelGen.Reporting;

namespace ModelGen.Tests.Reporting;

public class BrailleChartTests
{
    private static string[] Draw(int columns, int rows, params double[][] curves) =>
        [.. BrailleChart.Draw([.. curves.Select((values, i) => new ChartCurve(i == 0 ? "loss" : "val_loss", values))], columns, rows)];

    [Fact]
    public void A_falling_line()
    {
        // 28 characters are 56 by 8 dots: eight steps of about seven columns, with two dots where they meet.
        Assert.Equal(
            [
                "            ⠒⠒⠒ loss 0.0000",
                "    7.0000 ┤⠉⠉⠓⠒⠒⠒⠦⠤⠤⠤⣄⣀⣀⣀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀",
                "    0.0000 ┤⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠈⠉⠉⠉⠙⠒⠒⠒⠲⠤⠤⠤⢤⣀⣀",
                "            1                          2",
            ],
            Draw(40, 2, [7, 0]));
    }

    [Fact]
    public void Every_number_has_its_dot()
    {
        // Eight epochs on 28 characters: the dots of whole numbers are at both ends of the range.
        double[] values = [3, 0, 3, 0, 3, 0, 3, 0];
        string[] lines = Draw(40, 2, values);
        int[] peaks = [.. Enumerable.Range(0, 8).Select(i => (int)Math.Round(i * 55 / 7.0, MidpointRounding.AwayFromZero))];
        for (int i = 0; i < peaks.Length; i++)
        {
            string line = lines[values[i] == 3 ? 1 : 2];
            int bit = (values[i] == 3, peaks[i] % 2) switch { (true, 0) => 0x01, (true, _) => 0x08, (false, 0) => 0x40, _ => 0x80 };
            Assert.True((line[12 + (peaks[i] / 2)] & bit) != 0, $"{i}: {string.Join('\n', lines)}");
        }
    }

    [Fact]
    public void The_second_curve_has_every_second_column()
    {
        string[] lines = Draw(44, 4, [1, 1, 1], [2, 0, 2]);
        Assert.Equal("⠒⠒⠒ loss  ⠂⠂⠂ val_loss", lines[0]); // The numbers have no room.
        string[] alone = Draw(44, 4, [double.NaN, double.NaN, double.NaN], [2, 0, 2]);
        Assert.All(alone[1..^1].SelectMany(line => line[12..]), character => Assert.Equal(0, character & 0xB8));
        Assert.All(Enumerable.Range(12, 32), column => Assert.Contains(alone[1..^1], line => line[column] != '\u2800'));
    }

    [Fact]
    public void Numbers_that_are_none_leave_a_gap()
    {
        string[] lines = Draw(44, 3, [1, 1, double.NaN, 1, double.PositiveInfinity, 1]);
        Assert.Equal("    1.0000 ┤", lines[1][..12]);
        // Five distances of 63 / 5 dots: the first is a line, the others have their ends only.
        string expected = new string('⠤', 7) + new string('\u2800', 12) + "⠄" + new string('\u2800', 11) + "⠠";
        Assert.Equal(expected, lines[2][12..]);
    }

    [Fact]
    public void Nothing_to_draw_is_nothing()
    {
        Assert.Empty(Draw(60, 4, [1]));
        Assert.Empty(Draw(60, 4, []));
        Assert.Empty(Draw(60, 4, [double.NaN, double.PositiveInfinity]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-9999.99999, -9998.99999)]
    [InlineData(-1e-3, -double.Epsilon)]
    [InlineData(1, 1)]
    [InlineData(-1e30, 1e30)]
    [InlineData(double.MinValue, double.MaxValue)]
    [InlineData(0, double.Epsilon)]
    [InlineData(1e-9, 123456)]
    public void Lines_are_as_long_as_there_is_room_whatever_the_numbers(double first, double second)
    {
        foreach (int epochs in new[] { 2, 3, 60, 1000 })
        {
            double[] values = [.. Enumerable.Range(0, epochs).Select(i => i % 2 == 0 ? first : second)];
            foreach (int columns in new[] { BrailleChart.LeastColumns, 79 })
            {
                string[] lines = Draw(columns, 8, values, values);
                Assert.Equal(8 + BrailleChart.LinesAround, lines.Length);
                Assert.True(lines[0].Length <= columns);
                Assert.All(lines[1..], line => Assert.Equal(columns, line.Length));
            }
        }
    }

    [Fact]
    public void Charts_stand_beside_each_other() =>
        Assert.Equal(["ab   x", "c    yz"], BrailleChart.Beside(["ab", "c"], ["x", "yz"], 5));
}
