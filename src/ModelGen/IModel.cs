using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen;

/// <summary>What every compiled model offers, whatever its architecture: predictions, parameters, a file.</summary>
public interface IModel
{
    /// <summary>How many floats one input sample has: of all inputs together.</summary>
    int InputSize { get; }

    /// <summary>
    /// The inputs, in the order in which a sample has them: behind each other in one row. Most models have one.
    /// </summary>
    /// <remarks>A model that is written by hand and has one input need not have it.</remarks>
    IReadOnlyList<ModelInput> Inputs => [new("input", InputSize)];

    /// <summary>How many floats the model gives for one sample: its main output, if it has several.</summary>
    int OutputSize { get; }

    /// <summary>The outputs, the main one first. Most models have one.</summary>
    /// <remarks>A model that is written by hand and has one output need not have it.</remarks>
    IReadOnlyList<ModelOutput> Outputs => [new("output", OutputSize)];

    /// <summary>The weights and their gradients, by name.</summary>
    ParameterSet Parameters { get; }

    /// <summary>The most threads that work at one call; at least 1. The results are the same bits with any number.</summary>
    /// <remarks>A model that is written by hand and computes alone need not have it: it then stays 1.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    int Threads
    {
        get => 1;
        set => Arguments.Threads(value);
    }

    /// <summary>Computes the outputs of n ≥ 1 samples. Safe to call from many threads.</summary>
    /// <param name="input">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <param name="output">Receives n · <see cref="OutputSize"/> floats.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    void Predict(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Computes all outputs of n ≥ 1 samples. Safe to call from many threads.</summary>
    /// <param name="input">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <param name="outputs">Receives n · size floats of the first of <see cref="Outputs"/>, behind them those of the second, and so on.
    /// </param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <remarks>A model that is written by hand and has one output need not have it.</remarks>
    void PredictAll(ReadOnlySpan<float> input, Span<float> outputs) => Predict(input, outputs);

    /// <summary>Writes the weights as a safetensors file.</summary>
    /// <param name="path">The file; replaced if it exists, unchanged if writing fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    void Save(string path);

    /// <summary>Writes the weights to a stream, as <see cref="Save(string)"/> does to a file.</summary>
    /// <param name="stream">Where to write; it need not be able to seek, and is left open.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    void Save(Stream stream) => SafeTensors.Save(stream, Parameters);
}
