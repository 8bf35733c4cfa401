using System.Xml.Linq;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;

namespace ModelGen.Tests.Reporting;

public sealed class MistakeGridTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Three images of 2×3 pixels, standardised so that a picture of the inputs would be another one.</summary>
    private static Dataset<int> Images(params int[] shape) =>
        Dataset
            .FromPixels(
                [.. Enumerable.Range(0, 18).Select(i => (byte)(i * 14))],
                [0, 1, 2],
                shape.Length > 0 ? shape : [1, 2, 3],
                ["<Кот> & \"co\"", "bag", "犬\u0001"])
            .Standardize(new Standardization([0.5f], [0.1f]));

    private static XElement Root(string svg) => XDocument.Parse(svg).Root!;

    [Fact]
    public void Images_stand_above_their_classes()
    {
        XElement root = Root(MistakeGrid.ToSvg(Images(), [new Mistake(2, 2, 0, 1.25f), new Mistake(0, 0, 1, 0.5f)]));
        Assert.Equal(Svg + "svg", root.Name);
        XElement[] cells = [.. root.Elements(Svg + "g")];
        Assert.Equal(
            ["is 犬 ", "seen as <Кот> & \"co\"", "is <Кот> & \"co\"", "seen as bag"],
            cells.SelectMany(cell => cell.Elements(Svg + "text")).Select(text => text.Value));
        Assert.Equal("Sample 2 is 犬 , seen as <Кот> & \"co\" by a margin of 1.25", cells[0].Element(Svg + "title")!.Value);
        Assert.Equal("2 of 3 taken for another class", root.Element(Svg + "text")!.Value);

        // 2×3 pixels, fifty times as large; the picture is that of the sample before it was standardised.
        XElement image = cells[0].Element(Svg + "image")!;
        Assert.Equal(("150", "100"), (image.Attribute("width")!.Value, image.Attribute("height")!.Value));
        const string Prefix = "data:image/png;base64,";
        string data = image.Attribute("href")!.Value;
        Assert.StartsWith(Prefix, data);
        string path = _folder.Write("a.png", Convert.FromBase64String(data[Prefix.Length..]));
        Assert.Equal(Images().Image(2).Enlarge(50).Pixels.ToArray(), ByteImage.ReadPng(path).Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(5, 2, 5)]
    [InlineData(7, 3, 7)]
    [InlineData(64, 8, 40)]
    public void They_stand_in_rows_and_do_not_overlap(int count, int columns, int shown)
    {
        Mistake[] mistakes = [.. Enumerable.Range(0, 40).Select(i => new Mistake(i % 3, i % 3, 0, 1))];
        XElement root = Root(MistakeGrid.ToSvg(Images(), mistakes, count, columns));
        (int X, int Y)[] corners = [.. root.Elements(Svg + "g").Select(cell => cell.Element(Svg + "image")!)
            .Select(image => ((int)image.Attribute("x")!, (int)image.Attribute("y")!))];
        Assert.Equal(shown, corners.Length);
        Assert.Equal(Math.Min(columns, shown), corners.Select(corner => corner.X).Distinct().Count());
        Assert.Equal((shown + columns - 1) / columns, corners.Select(corner => corner.Y).Distinct().Count());
        int[] columnStarts = [.. corners.Select(corner => corner.X).Distinct().Order()],
            rowStarts = [.. corners.Select(corner => corner.Y).Distinct().Order()];
        Assert.All(columnStarts.Zip(columnStarts.Skip(1)), pair => Assert.True(pair.Second - pair.First > 150));
        Assert.All(rowStarts.Zip(rowStarts.Skip(1)), pair => Assert.True(pair.Second - pair.First > 100 + 30));
        Assert.InRange(columnStarts[^1] + 150, 0, (int)root.Attribute("width")!);
        Assert.InRange(rowStarts[^1] + 130, 0, (int)root.Attribute("height")!);
        Assert.Equal(
            shown < 40 ? $"40 of 3 taken for another class; {shown} of them" : "40 of 3 taken for another class",
            root.Element(Svg + "text")!.Value);
    }

    [Fact]
    public void No_mistakes_are_a_picture_too()
    {
        string path = _folder.File("ошибки.svg");
        MistakeGrid.Save(path, Images(), []);
        Assert.Equal("0 of 3 taken for another class", Root(File.ReadAllText(path)).Element(Svg + "text")!.Value);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Mistake mistake = new(3, 0, 1, 1);
        Assert.Contains(
            "position 3; the dataset has 3 samples",
            Assert.Throws<ArgumentException>(() => MistakeGrid.ToSvg(Images(), [mistake])).Message);
        Assert.Contains(
            "A picture of mistakes needs images",
            Assert.Throws<InvalidOperationException>(() => MistakeGrid.ToSvg(Dataset.FromArrays([1f], [0], 1), [])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => MistakeGrid.ToSvg(Images(), [], count: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MistakeGrid.ToSvg(Images(), [], columns: 0));
        Assert.Throws<DirectoryNotFoundException>(() => MistakeGrid.Save(_folder.File("nix/a.svg"), Images(), []));
    }
}
