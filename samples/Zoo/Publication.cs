namespace Zoo;

/// <summary>A network as it was published.</summary>
/// <param name="Name">The class in <c>Networks</c>.</param>
/// <param name="Year">When its paper appeared.</param>
/// <param name="Parameters">How many numbers it learns, by the source that its class names.</param>
internal sealed record Publication(string Name, int Year, long Parameters)
{
    /// <summary>All networks, the oldest first.</summary>
    public static readonly IReadOnlyList<Publication> All =
    [
        new("LeNet5", 1998, 61_706),
        new("AlexNet", 2012, 61_100_840),
        new("Vgg11", 2014, 132_863_336),
        new("Vgg16", 2014, 138_357_544),
        new("GoogLeNet", 2014, 6_624_904),
        new("Fcn32", 2014, 134_346_581),
        new("UNet", 2015, 31_037_633),
        new("TransformedDigits", 2015, 27_360),
        new("ResNet18", 2015, 11_689_512),
        new("ResNet20", 2015, 272_474),
        new("ResNet50", 2015, 25_557_032),
        new("GoPolicy", 2016, 3_882_432),
        new("ConvAutoencoder", 2016, 4_385),
        new("Xception", 2016, 22_855_952),
        new("MobileNet", 2017, 4_231_976),
    ];
}
