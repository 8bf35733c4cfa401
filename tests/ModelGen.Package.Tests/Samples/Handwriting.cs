namespace ModelGen.Package.Tests.Samples;

/// <summary>How a hand draws digits: strokes of points, 100 along each edge.</summary>
internal static class Handwriting
{
    private static readonly string[] Digits =
    [
        "50,12 32,25 27,50 32,75 50,88 68,75 73,50 68,25 50,12",
        "38,28 54,12 54,88",
        "30,28 40,14 58,12 69,24 66,42 48,62 28,86 72,86",
        "30,18 48,12 66,20 66,36 50,47 68,58 70,74 54,88 30,82",
        "56,12 28,60 74,60/60,38 60,90",
        "68,13 36,13 33,44 52,40 68,52 68,74 50,88 30,80",
        "62,12 42,30 32,56 34,78 50,88 66,78 66,62 50,54 36,64",
        "28,14 72,14 56,46 44,88/36,50 66,50",
        "64,24 50,12 36,24 40,38 62,56 68,74 50,88 32,74 38,56 60,38 64,24",
        "66,30 52,40 36,32 38,18 54,12 66,20 66,44 60,70 50,88",
    ];

    /// <summary>The strokes of a digit.</summary>
    public static (double X, double Y)[][] Of(int digit) =>
    [
        .. Digits[digit].Split('/').Select(stroke => stroke.Split(' ')
            .Select(point => point.Split(','))
            .Select(point => (double.Parse(point[0], null), double.Parse(point[1], null)))
            .ToArray()),
    ];
}
