using System.Text;
using ModelGen.Data;
using ModelGen.Runtime;

namespace ModelGen.Analysis;

/// <summary>The units of one layer that do not learn.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Units">How many units it has: outputs of a dense layer, filters of a convolution.</param>
/// <param name="Dead">The positions of those that do not learn.</param>
public sealed record DeadLayer(string Layer, int Units, IReadOnlyList<int> Dead);

/// <summary>
/// Finds units whose weights and bias have the gradient 0 on every batch of some data: behind a ReLU, those that are never above 0. They
/// are lost for the training, since nothing moves them any more.
/// </summary>
/// <remarks>
/// A unit is a row along the first axis of a layer's <c>weight</c>, with its element of the <c>bias</c>. Each batch is a
/// <see cref="ITrainable{TTarget}.TrainStep"/>, after which the model is put back. Other reasons for the gradient 0 are found, too: inputs
/// that are always 0 in a layer without bias, words that do not occur, layers behind which all weights are 0.
/// </remarks>
public sealed class DeadUnits
{
    private DeadUnits(IReadOnlyList<DeadLayer> layers) => Layers = layers;

    /// <summary>All layers with weights, in their order.</summary>
    public IReadOnlyList<DeadLayer> Layers { get; }

    /// <summary>How many units do not learn.</summary>
    public int Count => Layers.Sum(layer => layer.Dead.Count);

    /// <summary>Looks for dead units.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model; it is as before afterwards.</param>
    /// <param name="data">The samples, such as the training data or a part of them.</param>
    /// <param name="batchSize">How many samples are computed at once; at least 1.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or there are none.</exception>
    public static DeadUnits Find<TTarget>(ITrainable<TTarget> model, Dataset<TTarget> data, int batchSize = 32)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        Training.FitChecks.CheckData(model, data, nameof(data));
        (string Layer, Parameter Weight, Parameter? Bias, bool[] Alive)[] layers =
        [
            .. model.Parameters.Where(parameter => parameter.Trainable && parameter.Shape.Count > 1).Select(weight =>
            {
                int dot = weight.Name.LastIndexOf('.');
                string layer = dot < 0 ? weight.Name : weight.Name[..dot];
                model.Parameters.TryGet(layer + ".bias", out Parameter? bias);
                bool fits = bias is not null && bias.Trainable && bias.Length == weight.Shape[0];
                return (layer, weight, fits ? bias : null, new bool[weight.Shape[0]]);
            }),
        ];
        TrainingSnapshot before = new(model);
        try
        {
            foreach (Batch<TTarget> batch in new BatchLoader<TTarget>(data, batchSize, shuffle: false).Epoch(0))
            {
                if (batch.Count < model.FewestSamples) continue;
                model.TrainStep(batch.Inputs, batch.Targets);
                foreach ((_, Parameter weight, Parameter? bias, bool[] alive) in layers)
                {
                    float[] gradient = weight.Gradient.ToArray();
                    int row = gradient.Length / alive.Length;
                    for (int unit = 0; unit < alive.Length; unit++)
                    {
                        alive[unit] |= gradient.AsSpan(unit * row, row).IndexOfAnyExcept(0f) >= 0
                            || (bias is not null && bias.Gradient[unit] != 0);
                    }
                }

                before.Restore();
            }
        }
        finally
        {
            before.Restore();
        }

        return new DeadUnits(
        [
            .. layers.Select(layer => new DeadLayer(
                layer.Layer,
                layer.Alive.Length,
                [.. Enumerable.Range(0, layer.Alive.Length).Where(unit => !layer.Alive[unit])])),
        ]);
    }

    /// <summary>A line for each layer.</summary>
    /// <returns>Several lines, separated by \n.</returns>
    public override string ToString()
    {
        int width = Layers.Select(layer => layer.Layer.Length).Append(0).Max();
        StringBuilder text = new($"{Count} of {Layers.Sum(layer => layer.Units)} units do not learn");
        foreach (DeadLayer layer in Layers)
            text.Append($"\n{layer.Layer.PadRight(width)}  {layer.Dead.Count} of {layer.Units}");
        return text.ToString();
    }
}
