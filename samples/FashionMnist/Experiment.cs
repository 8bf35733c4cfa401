using ModelGen;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Training;

namespace FashionMnist;

/// <summary>What the command line asks for, done: a network is trained and tested.</summary>
/// <param name="Training">The images to learn from, standardised.</param>
/// <param name="Test">The images to test with: those of the test, or those held back.</param>
/// <param name="Standardization">Mean and deviation of the training images.</param>
internal sealed record Experiment(Dataset<int> Training, Dataset<int> Test, Standardization Standardization)
{
    /// <summary>Reads the images and divides them.</summary>
    public static Experiment Prepare(Options options)
    {
        // The pixels stay bytes, 47 MB; they become floats batch by batch. Mean and deviation come from the training images alone.
        (Dataset<int> training, Dataset<int> test) = FashionMnistData.Load(options.Data);
        if (options.Validate)
            (training, test) = training.Split(5.0 / 6, options.Seed, stratify: true);
        Standardization standardization = Standardization.Fit(training);
        return new Experiment(training.Standardize(standardization), test.Standardize(standardization), standardization);
    }

    /// <summary>Trains a network.</summary>
    /// <returns>The network, and how the training went.</returns>
    public (ITrainable<int> Model, History History) Train(Options options)
    {
        ITrainable<int> model = options.Model.Create(options.Seed);
        History history = model.Fit(Training, new FitOptions<int>
        {
            Epochs = options.Epochs,
            BatchSize = options.Model.BatchSize,
            Seed = options.Seed,
            Threads = options.Threads,
            Validation = options.Validate ? Test : null,
            Callbacks = options.Constant ? [] : [new WarmUpAndCosine()],
            Augmentations = options.Augment ? [new HorizontalFlip(), new RandomCrop(padding: 2)] : [],
        });
        return (model, history);
    }

    /// <summary>What a network makes of the images of the test.</summary>
    public ConfusionMatrix Measure(ITrainable<int> model) => ConfusionMatrix.Of(model, Test);
}
