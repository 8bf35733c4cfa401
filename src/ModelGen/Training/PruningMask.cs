using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>Among which weights the smallest are looked for.</summary>
public enum PruningScope
{
    /// <summary>In each weight by itself: all have the same share of zeros.</summary>
    Layer,

    /// <summary>In all weights together: layers with small weights get more zeros.</summary>
    Model,
}

/// <summary>
/// Which weights of a model stay zero: those with the smallest magnitudes, chosen by <see cref="Prune"/> and kept so by
/// <see cref="Apply"/> behind each update. In <c>Fit</c>, <see cref="MagnitudePruning"/> does both.
/// </summary>
/// <remarks>
/// <para>
/// Only weights are pruned, parameters that are learned and have at least two axes. What was pruned once stays pruned. Masked weights have
/// gradients, and the optimizer its state for them; neither has an effect, except on the norm that <c>ClipNorm</c> limits. Kernels
/// multiply with the zeros like with other numbers: pruning makes files smaller once they are packed, not predictions faster.
/// </para>
/// <para>Han, Pool, Tran, Dally: Learning both Weights and Connections for Efficient Neural Networks, 2015. PyTorch:
/// <c>prune.l1_unstructured</c> and <c>prune.global_unstructured</c>.</para>
/// </remarks>
/// <example><code>
/// PruningMask mask = new(model.Parameters);
/// mask.Prune(0.8, PruningScope.Model);
/// foreach (Batch&lt;int&gt; batch in loader.Epoch(0))
/// {
///     model.TrainStep(batch.Inputs, batch.Targets);
///     mask.Apply();
/// }
/// </code></example>
public sealed class PruningMask
{
    private readonly ParameterSet _parameters;

    // 1 and 0, one array for each parameter; checkpoints hold them as they are.
    private readonly float[][] _kept;

    // The same for the weights that have zeros, in the order of memory; null for others.
    private readonly float[]?[] _masks;

    /// <summary>A mask that keeps all weights.</summary>
    /// <param name="parameters">Those of the model.</param>
    public PruningMask(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _kept = [.. parameters.Select(parameter => Enumerable.Repeat(1f, parameter.Length).ToArray())];
        _masks = new float[]?[parameters.Count];
    }

    /// <summary>The share of all weights that the mask makes zero, from 0 to 1; 0 for a model without weights.</summary>
    public double Sparsity
    {
        get
        {
            long pruned = 0, all = 0;
            foreach (int index in Weights)
            {
                pruned += _kept[index].Count(kept => kept == 0);
                all += _kept[index].Length;
            }

            return all == 0 ? 0 : pruned / (double)all;
        }
    }

    private IEnumerable<int> Weights =>
        Enumerable.Range(0, _parameters.Count).Where(index => _parameters[index] is { Trainable: true, Shape.Count: >= 2 });

    /// <summary>Masks the smallest weights, by their absolute values, and makes them zero. Of equal ones, the first.</summary>
    /// <param name="sparsity">The share that is zero afterwards, at least 0 and below 1, rounded to whole weights. Those that were masked
    /// before count, and stay masked even if they are more.</param>
    /// <param name="scope">Among which weights the smallest are looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public void Prune(double sparsity, PruningScope scope = PruningScope.Layer)
    {
        CheckSparsity(sparsity, nameof(sparsity));
        foreach (int[] together in scope == PruningScope.Model ? [[.. Weights]] : Weights.Select(index => (int[])[index]))
        {
            float[][] magnitudes = [.. together.Select(Magnitudes)];
            float[] sorted = [.. magnitudes.SelectMany(values => values)];
            int count = (int)Math.Round(sparsity * sorted.Length);
            if (count == 0) continue;
            Array.Sort(sorted);
            float limit = sorted[count - 1];
            int equal = count - sorted.AsSpan(0, count).IndexOf(limit); // How many of those at the limit belong to them.
            for (int i = 0; i < together.Length; i++)
            {
                float[] kept = _kept[together[i]];
                for (int element = 0; element < kept.Length; element++)
                {
                    float magnitude = magnitudes[i][element];
                    if (magnitude < limit || (magnitude == limit && equal-- > 0)) kept[element] = 0;
                }
            }
        }

        SortMasks();
        Apply();
    }

    /// <summary>Makes the masked weights zero again: to be called behind each update.</summary>
    public void Apply()
    {
        for (int index = 0; index < _masks.Length; index++)
        {
            if (_masks[index] is not { } mask) continue;
            Masking masking = new(mask);
            _parameters[index].Value.ForEach(ref masking);
        }
    }

    /// <summary>Which weights of a parameter are kept.</summary>
    /// <param name="name">The parameter, such as <c>dense1.weight</c>.</param>
    /// <returns>One truth value for each element, in the standard order.</returns>
    /// <exception cref="KeyNotFoundException">There is no such parameter.</exception>
    public bool[] Kept(string name)
    {
        Parameter parameter = _parameters[name];
        return [.. _kept[Enumerable.Range(0, _parameters.Count).First(index => _parameters[index] == parameter)].Select(kept => kept != 0)];
    }

    /// <summary>Names the mask, as a part of a checkpoint.</summary>
    internal void Exchange(CheckpointState state)
    {
        state.Values("kept", _kept);
        if (state.IsLoading) SortMasks();
    }

    internal static void CheckSparsity(double sparsity, string name)
    {
        if (!(sparsity >= 0 && sparsity < 1))
            throw new ArgumentOutOfRangeException(name, sparsity, "The share of zeros must be at least 0 and less than 1.");
    }

    private void SortMasks()
    {
        foreach (int index in Weights)
            _masks[index] = _kept[index].Contains(0f) ? _parameters[index].Value.InOrderOfMemory(_kept[index]) : null;
    }

    // Masked ones come first, behind them zeros that are not; NaN, last, is never small.
    private float[] Magnitudes(int index)
    {
        float[] values = _parameters[index].Value.ToArray();
        for (int i = 0; i < values.Length; i++)
            values[i] = _kept[index][i] == 0 ? -1 : float.IsNaN(values[i]) ? float.PositiveInfinity : Math.Abs(values[i]);
        return values;
    }
}
