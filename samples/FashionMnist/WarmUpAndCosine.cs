using ModelGen.Training;

namespace FashionMnist;

/// <summary>
/// A schedule: the learning rate rises in a straight line to the model's own within the first epoch, and then falls along half a cosine
/// to zero at the end. Of one epoch alone, the rise takes the first half.
/// </summary>
/// <remarks>
/// Early steps are large and point anywhere, so they are kept small; late ones only have to settle. Loshchilov, Hutter: SGDR: Stochastic
/// Gradient Descent with Warm Restarts, 2016, without restarts; Goyal and others: Accurate, Large Minibatch SGD, 2017, section 2.2.
/// </remarks>
internal sealed class WarmUpAndCosine : TrainingCallback
{
    private float _peak;

    /// <inheritdoc/>
    public override void OnTrainBegin(FitState state)
    {
        _peak = state.LearningRate;
        state.LearningRate = At(1, state);
    }

    /// <summary>Sets the rate of the next step.</summary>
    /// <param name="state">Where the training stands.</param>
    public override void OnBatchEnd(FitState state) =>
        state.LearningRate = At(((state.Epoch - 1) * state.Batches) + state.Batch + 1, state);

    /// <summary>The model has the rate of its declaration again, so that another training can start from there.</summary>
    /// <param name="state">Where the training stands.</param>
    public override void OnTrainEnd(FitState state) => state.LearningRate = _peak;

    // Of a step, from 1. The step behind the last one has the rate 0.
    private float At(int step, FitState state)
    {
        int last = state.Epochs * state.Batches;
        int rise = state.Epochs == 1 ? (state.Batches + 1) / 2 : state.Batches;
        double share = step <= rise ? (double)step / rise : (1 + Math.Cos(Math.PI * (step - rise) / (last + 1 - rise))) / 2;
        return (float)(_peak * share);
    }
}
