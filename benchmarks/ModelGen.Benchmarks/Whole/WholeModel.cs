using ModelGen.Benchmarks.Scaling;

namespace ModelGen.Benchmarks.Whole;

/// <summary>A network compiled in this process, as an app that only predicts has it, in floats or in whole numbers of 8 bits.</summary>
internal sealed class WholeModel
{
    private const string ClassName = "Generated.Net";

    private readonly Prediction _predict;

    private WholeModel(Type type) => _predict = type.GetMethod("Predict")!.CreateDelegate<Prediction>();

    private delegate void Prediction(ReadOnlySpan<float> input, Span<float> output);

    private delegate void Calibration(ReadOnlySpan<float> input, double share);

    /// <summary>Compiles a network with weights.</summary>
    /// <param name="layers">Its attributes, loss and optimizer included.</param>
    /// <param name="isWhole">Whether it computes in whole numbers.</param>
    /// <param name="train">Gives it its weights.</param>
    /// <param name="data">The samples with which it is calibrated.</param>
    /// <param name="saved">Is told of the file of its weights.</param>
    public static WholeModel Make(
        string layers,
        bool isWhole,
        Action<ITrainable<int>> train,
        ReadOnlySpan<float> data,
        Action<FileInfo>? saved = null)
    {
        string source = $"""
            using ModelGen;
            namespace Generated;
            [Model{(isWhole ? "(Arithmetic = Arithmetic.Int8)" : "")}] {layers}
            public sealed partial class Net;
            """;
        ITrainable<int> model = new GeneratedAssembly(source).Create<int>(ClassName, seed: 1);
        train(model);
        if (isWhole) model.GetType().GetMethod("Calibrate")!.CreateDelegate<Calibration>(model)(data, 1);
        string path = Path.GetTempFileName();
        try
        {
            model.Save(path);
            saved?.Invoke(new FileInfo(path));
            return new WholeModel(new GeneratedAssembly(source, weights: (path, "Net")).Class(ClassName));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Predicts.</summary>
    public void Predict(ReadOnlySpan<float> input, Span<float> output) => _predict(input, output);
}
