using MathNet.Numerics.LinearAlgebra;
using ModelGen.Data;
using ModelGen.Runtime;

namespace CriticalPoints;

/// <summary>The error of the network on all digits as a function of its parameters: value, gradient and Hessian.</summary>
/// <remarks>
/// To the loss of the model comes λ/2 · ‖weights‖², biases left out. So there is a lowest point; without it the weights of digits that are
/// told apart would grow for ever.
/// </remarks>
internal sealed class Landscape
{
    private const double Decay = 1e-3;
    private readonly TinyNet _model = new();
    private readonly float[] _inputs, _scores, _gradient, _hessian;
    private readonly int[] _labels;
    private readonly Vector<double> _decays;

    public Landscape(Dataset<int> digits)
    {
        (_inputs, _labels) = (digits.Inputs.ToArray(), digits.Targets.ToArray());
        Size = (int)_model.Parameters.ElementCount;
        (_scores, _gradient) = (new float[_labels.Length * TinyNet.OutputSize], new float[_labels.Length * TinyNet.OutputSize]);
        _hessian = new float[Size * Size];
        _decays = Numbers(parameter => Enumerable.Repeat(IsBias(parameter) ? 0f : (float)Decay, parameter.Length));
    }

    /// <summary>How many parameters there are.</summary>
    public int Size { get; }

    /// <summary>The share of digits that are told right.</summary>
    public double Accuracy
    {
        get
        {
            _model.Predict(_inputs, _scores);
            return _scores.Chunk(TinyNet.OutputSize).Zip(_labels).Count(one => Array.IndexOf(one.First, one.First.Max()) == one.Second)
                / (double)_labels.Length;
        }
    }

    /// <summary>Where the network is now.</summary>
    public Vector<double> Position
    {
        get => Numbers(parameter => parameter.Value);
        set
        {
            int next = 0;
            foreach (Parameter parameter in _model.Parameters)
            {
                foreach (ref float number in parameter.Value) number = (float)value[next++];
            }
        }
    }

    /// <summary>The error there.</summary>
    public double Loss => _model.Evaluate(_inputs, _labels) + (0.5 * Position.PointwisePower(2).DotProduct(_decays));

    /// <summary>The gradient there.</summary>
    public Vector<double> Gradient
    {
        get
        {
            _model.ZeroGradients();
            _model.Forward(_inputs, _scores);
            _model.Loss(_scores, _labels, _gradient);
            _model.Backward(_gradient);
            return Numbers(parameter => parameter.Gradient) + Position.PointwiseMultiply(_decays);
        }
    }

    /// <summary>The second derivatives there, with eigenvalues in ascending order.</summary>
    public Curvature Curvature
    {
        get
        {
            _model.Hessian(_inputs, _labels, _hessian);
            Matrix<double> matrix = Matrix<double>.Build.Dense(
                Size, Size, (i, j) => 0.5 * (_hessian[(i * Size) + j] + _hessian[(j * Size) + i]) + (i == j ? _decays[i] : 0));
            return new Curvature(matrix);
        }
    }

    /// <summary>Goes where the weights are zero and the biases of the scores give each digit its share.</summary>
    public void GoToZero()
    {
        foreach (Parameter parameter in _model.Parameters) parameter.Value.Fill(0);
        foreach (IGrouping<int, int> digit in _labels.GroupBy(label => label))
            _model.Parameters["scores.bias"].Value[digit.Key] = MathF.Log(digit.Count() / (float)_labels.Length);
    }

    private static bool IsBias(Parameter parameter) => parameter.Name.EndsWith(".bias", StringComparison.Ordinal);

    private Vector<double> Numbers(Func<Parameter, IEnumerable<float>> part) =>
        Vector<double>.Build.DenseOfEnumerable(_model.Parameters.SelectMany(part).Select(number => (double)number));
}
