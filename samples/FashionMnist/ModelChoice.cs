using ModelGen;

namespace FashionMnist;

/// <summary>A network that <c>--model</c> can name.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Summary">The table of its layers.</param>
/// <param name="Create">Makes one with starting weights from a seed.</param>
/// <param name="BatchSize">How many images one step sees.</param>
internal sealed record ModelChoice(string Name, string Description, string Summary, Func<int, ITrainable<int>> Create, int BatchSize)
{
    /// <summary>All of them; the first is the default.</summary>
    public static readonly IReadOnlyList<ModelChoice> All =
    [
        new("lenet", "LeNet-5: two convolutions with pooling, three dense layers", LeNet5.Summary, seed => new LeNet5(seed), BatchSize: 64),
        new("resnet", "two residual blocks with batch normalization", SmallResNet.Summary, seed => new SmallResNet(seed), BatchSize: 128),
        new("dense", "one hidden layer of 128 units", DenseNet.Summary, seed => new DenseNet(seed), BatchSize: 64),
    ];

    /// <summary>Looks a network up.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static ModelChoice Find(string name) => All.FirstOrDefault(choice => choice.Name == name)
        ?? throw new ArgumentException($"There is no model '{name}'; there are: {string.Join(", ", All.Select(choice => choice.Name))}.");
}
