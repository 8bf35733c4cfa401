using ModelGen;

namespace CharGpt;

/// <summary>Writes on, one character after the other.</summary>
/// <remarks>
/// Each character is one step of the network: the keys and values of those before it are kept. When all its places are taken, it begins
/// anew with the last half of what it sees.
/// </remarks>
internal sealed class Generator(Gpt model, int characters, double temperature, int seed)
{
    /// <summary>Characters behind a prompt, one by one.</summary>
    public IEnumerable<int> Continue(IReadOnlyList<int> prompt, int count)
    {
        StepState state = model.NewState();
        List<int> seen = [.. prompt];
        for (int part = 0; count > 0; part++)
        {
            int kept = Math.Min(seen.Count, Gpt.Context / 2);
            state.Reset();
            int[] added = Decode.Sample(model, state, [.. seen.TakeLast(kept)], new SampleOptions
            {
                Length = Math.Min(count, Gpt.Context - kept),
                Choices = characters,
                Temperature = temperature,
                Seed = unchecked((seed * 31) + part),
            });
            foreach (int character in added) yield return character;
            seen.AddRange(added);
            count -= added.Length;
        }
    }
}
