using ModelGen.Data;

namespace ModelGen.Tests.Data.Images;

public class ByteImageTests
{
    /// <summary>Red, green, blue and alpha of two pixels.</summary>
    private static readonly ByteImage Colors = new(4, 1, 2, [255, 10, 0, 20, 0, 30, 128, 255]);

    [Fact]
    public void Colors_become_grey_as_in_Pillow()
    {
        // Image.new("RGB", …).convert("L") in Pillow 9.4 gives 76 for (255, 0, 0) and 18 for (10, 20, 30).
        Assert.Equal([76, 18], Colors.WithChannels(1).Pixels.ToArray());
        Assert.Equal([76, 18, 128, 255], Colors.WithChannels(2).Pixels.ToArray());
    }

    [Fact]
    public void Channels_are_added_and_dropped()
    {
        Assert.Same(Colors, Colors.WithChannels(4));
        Assert.Equal([255, 10, 0, 20, 0, 30], Colors.WithChannels(3).Pixels.ToArray());
        ByteImage grey = new(1, 2, 1, [7, 9]), alpha = new(2, 2, 1, [7, 9, 1, 2]);
        Assert.Equal([7, 9, 7, 9, 7, 9], grey.WithChannels(3).Pixels.ToArray());
        Assert.Equal([7, 9, 7, 9, 7, 9, 255, 255], grey.WithChannels(4).Pixels.ToArray());
        Assert.Equal([7, 9, 255, 255], grey.WithChannels(2).Pixels.ToArray());
        Assert.Equal([7, 9, 7, 9, 7, 9, 1, 2], alpha.WithChannels(4).Pixels.ToArray());
        Assert.Equal([7, 9], alpha.WithChannels(1).Pixels.ToArray());
    }

    [Fact]
    public void Pixels_are_repeated()
    {
        ByteImage image = new ByteImage(2, 2, 1, [1, 2, 3, 4]).Enlarge(2);
        Assert.Equal((2, 4, 2), (image.Channels, image.Height, image.Width));
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4], image.Pixels.ToArray());
        Assert.Equal(4, image[1, 3, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Colors.Enlarge(0));
    }

    [Fact]
    public void Sizes_must_fit()
    {
        Assert.Contains(
            "5 bytes were given; 2 × 1 × 3 = 6 are needed",
            Assert.Throws<ArgumentException>(() => new ByteImage(2, 1, 3, new byte[5])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteImage(5, 1, 1, new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteImage(1, 0, 1, []));
        Assert.Throws<ArgumentException>(() => new ByteImage(4, int.MaxValue, int.MaxValue, []));
        Assert.Contains(
            "[0, 1, 0] is outside the image of 4 × 1 × 2",
            Assert.Throws<IndexOutOfRangeException>(() => Colors[0, 1, 0]).Message);
    }
}
