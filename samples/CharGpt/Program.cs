using System.Diagnostics;
using CharGpt;
using ModelGen.Training;
using Samples;

return CommandLine.Run(args, Options.Help, () => Run(Options.Parse(args)));

static void Run(Options options)
{
    Text text = Text.Read(options.Text);
    int[] prompt = text.Encode(options.Prompt);

    // The last tenth is put aside: it tells how well the network knows the language, and not the text.
    int[] training = text.Characters[..^(text.Characters.Length / 10)], held = text.Characters[training.Length..];
    Console.WriteLine($"{text.Characters.Length:N0} characters, {text.Alphabet.Length} different ones; {held.Length:N0} are put aside.");
    Gpt model = options.Resume is null ? new Gpt(options.Seed) : Gpt.Load(options.Resume);
    model.Threads = options.Threads;
    Console.WriteLine($"{Gpt.ParameterCount:N0} parameters\n");

    Train(model, training, held, options);
    if (options.Steps > 0)
    {
        model.Save(options.Out);
        Console.WriteLine($"\nSaved to {options.Out}");
    }

    Console.Write($"\n{options.Prompt}");
    Generator generator = new(model, text.Alphabet.Length, options.Temperature, options.Seed);
    foreach (int character in generator.Continue(prompt, options.Length))
        Console.Write(text.Decode([character]));
    Console.WriteLine();
}

static void Train(Gpt model, int[] training, int[] held, Options options)
{
    Random random = new(options.Seed);
    int[] inputs = new int[options.Batch * Gpt.Context], labels = new int[inputs.Length];
    float rate = model.LearningRate;
    var schedule = new WarmUp(100).Then(100, new CosineDecay(Math.Max(1, options.Steps - 100), end: 0.1));
    (double sum, int count) = (0, 0);
    Stopwatch clock = Stopwatch.StartNew();
    for (int step = 0; step < options.Steps; step++)
    {
        for (int piece = 0; piece < options.Batch; piece++)
        {
            // At each place the label is the character behind it.
            int start = random.Next(training.Length - Gpt.Context);
            training.AsSpan(start, Gpt.Context).CopyTo(inputs.AsSpan(piece * Gpt.Context));
            training.AsSpan(start + 1, Gpt.Context).CopyTo(labels.AsSpan(piece * Gpt.Context));
        }

        model.LearningRate = (float)(rate * schedule.Factor(step));
        sum += model.TrainStep(inputs, labels);
        if (++count < 100 && step < options.Steps - 1) continue;
        double loss = sum / count, milliseconds = clock.Elapsed.TotalMilliseconds / count;
        Console.WriteLine($"step {step + 1,5}   loss {loss:0.000}   perplexity {Math.Exp(loss),6:0.00}   {milliseconds:0.0} ms a step");
        (sum, count) = (0, 0);
        clock.Restart();
    }

    double heldLoss = Loss(model, held);
    Console.WriteLine($"\nOn what was put aside: loss {heldLoss:0.000}, perplexity {Math.Exp(heldLoss):0.00}");
}

// The mean over all characters of a text but the first, each piece of it by itself.
static double Loss(Gpt model, int[] text)
{
    int pieces = (text.Length - 1) / Gpt.Context, length = pieces * Gpt.Context;
    return model.Evaluate(text.AsSpan(0, length), text.AsSpan(1, length));
}
