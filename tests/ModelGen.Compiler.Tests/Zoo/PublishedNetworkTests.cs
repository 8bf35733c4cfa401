using ModelGen.Compiler.Budgets;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Zoo;

/// <summary>The networks of <c>samples/Zoo</c> at their full sizes, against what is published of them.</summary>
public sealed class PublishedNetworkTests
{
    /// <summary>
    /// Name, output of one sample, parameters, and multiply-adds of one sample in billions where they are published: for AlexNet, VGG,
    /// ResNet
    /// and GoogLeNet as torchvision lists them as <c>GFLOPS</c>, for MobileNet table 4 of its paper.
    /// </summary>
    public static TheoryData<string, string, long, double?> Published => new()
    {
        { "LeNet5", "[N, 10]", 61_706, null },
        { "AlexNet", "[N, 1000]", 61_100_840, 0.71 },
        { "Vgg11", "[N, 1000]", 132_863_336, 7.61 },
        { "Vgg16", "[N, 1000]", 138_357_544, 15.47 },
        { "ResNet18", "[N, 1000]", 11_689_512, 1.81 },
        { "ResNet50", "[N, 1000]", 25_557_032, 4.09 },
        { "ResNet20", "[N, 10]", 272_474, null },
        { "GoogLeNet", "[N, 1000]", 6_624_904, 1.5 },
        { "Xception", "[N, 1000]", 22_855_952, null },
        { "MobileNet", "[N, 1000]", 4_231_976, 0.57 },
        { "Fcn32", "[N, 21, 224, 224]", 134_346_581, null },
        { "UNet", "[N, 1, 256, 256]", 31_037_633, null },
        { "ConvAutoencoder", "[N, 1, 28, 28]", 4_385, null },
        { "GoPolicy", "[N, 361]", 3_882_432, null },
        { "TransformedDigits", "[N, 10]", 27_360, null },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Counts(string name, string output, long parameters, double? billions)
    {
        BuiltModel model = Interpreted.Build(ZooSource.Spec(name));

        Assert.Equal(output, model.Output.Shape.ToString());
        Assert.Equal(parameters, model.Parameters.Sum(parameter => (long)parameter.Elements));
        if (billions is { } given) Assert.Equal(given, model.Layers.Sum(layer => layer.MultiplyAdds) / 1e9, 2);
    }

    /// <summary>
    /// The compiler itself would report one parameter more; and there is no other warning, except that GoogLeNet becomes much code.
    /// </summary>
    [Theory]
    [MemberData(nameof(Published))]
    public void The_budget_is_the_count(string name, string output, long parameters, double? billions)
    {
        _ = (output, billions);
        ModelSpec spec = ZooSource.Spec(name);

        Budget budget = Assert.Single(Interpreted.Build(spec).Budgets);
        Assert.Equal(parameters, budget.Attribute.Parameters);
        Assert.Equal(
            name == "GoogLeNet" ? [DiagnosticCatalogue.TooMuchCode] : [],
            ModelCompiler.Check(spec).Select(diagnostic => diagnostic.Descriptor).Where(descriptor => descriptor.Severity != Severity.Info)
        );
    }

    [Fact]
    public void Each_network_is_checked()
    {
        Assert.Equal(
            ZooSource.Names.Order(StringComparer.Ordinal),
            Published.Select(row => (string)row.ToArray()[0]!).Order(StringComparer.Ordinal));
    }

    /// <summary>The sample's table of networks says what is compiled.</summary>
    [Theory]
    [MemberData(nameof(Published))]
    public void Readme(string name, string output, long parameters, double? billions)
    {
        _ = (output, billions);
        BuiltModel model = Interpreted.Build(ZooSource.Spec(name));
        string[] cells =
        [
            .. ZooSource
                .Readme.Split('\n')
                .Single(line => line.StartsWith($"| [{name}]", StringComparison.Ordinal))
                .Split('|', StringSplitOptions.TrimEntries),
        ];

        Assert.Contains(Grouped(parameters), cells);
        Assert.Contains(Grouped(model.Layers.Sum(layer => layer.MultiplyAdds)), cells);
        Assert.Contains(Grouped(model.Layers.Count), cells);

        static string Grouped(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
    }
}
