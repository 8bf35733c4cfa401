using ModelGen.Runtime;

namespace ModelGen;

/// <summary>What every compiled model offers, whatever its architecture: predictions, parameters, a file.</summary>
public interface IModel
{
    /// <summary>How many floats one input sample has.</summary>
    int InputSize { get; }

    /// <summary>How many floats the model gives for one sample.</summary>
    int OutputSize { get; }

    /// <summary>The weights and their gradients, by name.</summary>
    ParameterSet Parameters { get; }

    /// <summary>Computes the outputs of n ≥ 1 samples. Safe to call from many threads.</summary>
    /// <param name="input">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <param name="output">Receives n · <see cref="OutputSize"/> floats.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    void Predict(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Writes the weights as a safetensors file.</summary>
    /// <param name="path">The file; replaced if it exists, unchanged if writing fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    void Save(string path);
}
