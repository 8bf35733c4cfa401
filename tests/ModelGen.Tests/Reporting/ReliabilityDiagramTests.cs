using System.Globalization;
using System.Xml.Linq;
using ModelGen.Metrics;
using ModelGen.Reporting;

namespace ModelGen.Tests.Reporting;

public class ReliabilityDiagramTests
{
    [Fact]
    public void Bars_are_as_high_as_the_share_that_is_right()
    {
        using CommaCulture culture = new();
        XElement svg = XElement.Parse(ReliabilityDiagram.ToSvg([new(10, 0.1, 0.25), new(0, double.NaN, double.NaN), new(40, 0.9, 1)]));
        XElement[] bars = [.. svg.Elements("rect")];
        Assert.Equal(2, bars.Length); // A bin without samples has none.

        // The plot is 300 wide and high, and begins at (48, 12).
        Assert.Equal((49, 98, 237, 75), Box(bars[0]));
        Assert.Equal((249, 98, 12, 300), Box(bars[1]));
        Assert.Contains("0.41)", (string?)bars[0].Attribute("style"), StringComparison.Ordinal); // A quarter of the most samples.
        Assert.Contains("0.9)", (string?)bars[1].Attribute("style"), StringComparison.Ordinal);
        Assert.Equal("10 samples, confidence 0.1, right 0.25", bars[0].Value);
        Assert.Equal("M48 312L348 12", (string?)svg.Elements("path").Single().Attribute("d"));
    }

    private static (double X, double Width, double Y, double Height) Box(XElement bar) =>
        (Number(bar, "x"), Number(bar, "width"), Number(bar, "y"), Number(bar, "height"));

    private static double Number(XElement bar, string name) => double.Parse(bar.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
