using System.Diagnostics;
using ModelGen;
using ModelGen.Metrics;
using ModelGen.Training;
using Pronounce;
using Samples;

return CommandLine.Run(args, Options.Help, () => Run(Options.Parse(args)));

static void Run(Options options)
{
    ISpeaker model = options.Create();
    model.Threads = options.Threads;
    string? unreadable = options.Say.FirstOrDefault(word => !Pronunciations.CanRead(word));
    if (unreadable is not null)
        throw new ArgumentException($"--say: '{unreadable}' is no word of at most {Sizes.Letters} letters from a to z.");

    // Whole words are put aside, with all their pronunciations.
    Pronunciations dictionary = Pronunciations.Read(options.Dictionary);
    Word[] words = [.. dictionary.Words];
    if (words.Length <= options.Held)
        throw new InvalidDataException($"{options.Dictionary} has {words.Length} words; --held asks for {options.Held} of them.");
    new Random(options.Seed).Shuffle(words);
    Word[] held = words[..options.Held], learned = words[options.Held..];
    if (options.Words > 0 && options.Words < learned.Length) learned = learned[..options.Words];
    Console.WriteLine($"{learned.Length:N0} words to learn from, {held.Length:N0} put aside; the network is '{options.Network}'.");

    Train(model, learned, options);
    if (options.Steps > 0) model.Save(options.Out);
    Console.WriteLine($"put aside: loss of a sound {Loss(model, held):0.000}");
    Report("greedy", model, held, state => Decode.Greedy(model, state, [Pronunciations.Begin], Reading.Greedy));
    BeamOptions beam = Reading.Beam(options.Beam);
    Report($"beam of {options.Beam}", model, held, state => [.. Decode.Beam(model, state, [Pronunciations.Begin], beam)[0].Tokens]);

    StepState one = model.NewState();
    foreach (string word in options.Say)
    {
        Reading.Begin(model, word, one);
        Console.WriteLine($"{word}: {dictionary.Text(Decode.Beam(model, one, [Pronunciations.Begin], beam)[0].Tokens)}");
    }
}

static void Train(ISpeaker model, Word[] words, Options options)
{
    (string Word, int[] Sounds)[] pairs = [.. words.SelectMany(word => word.Sounds.Select(way => (word.Spelling, way)))];
    Random random = new(options.Seed);
    Batch batch = new(options.Batch);
    float rate = model.LearningRate;
    int warmUp = Math.Clamp(options.Steps / 10, 1, 200);
    var schedule = new WarmUp(warmUp).Then(warmUp, new CosineDecay(Math.Max(1, options.Steps - warmUp), end: 0.02));
    (double sum, int count, int next) = (0, 0, pairs.Length);
    Stopwatch clock = Stopwatch.StartNew();
    for (int step = 0; step < options.Steps; step++)
    {
        for (int i = 0; i < options.Batch; i++)
        {
            if (next == pairs.Length)
            {
                random.Shuffle(pairs);
                next = 0;
            }

            batch.Set(i, pairs[next].Word, pairs[next++].Sounds);
        }

        model.LearningRate = (float)(rate * schedule.Factor(step));
        sum += model.TrainStep(batch.Letters, batch.Before, batch.Lengths, batch.After);
        if (++count < 500 && step < options.Steps - 1) continue;
        Console.WriteLine($"step {step + 1,5}   loss {sum / count:0.000}   after {clock.Elapsed.TotalSeconds:0} s");
        (sum, count) = (0, 0);
    }

    model.LearningRate = rate;
}

static double Loss(ISpeaker model, Word[] words)
{
    Batch batch = new(words.Length);
    for (int i = 0; i < words.Length; i++) batch.Set(i, words[i].Spelling, words[i].Sounds[0]);
    return model.Evaluate(batch.Letters, batch.Before, batch.Lengths, batch.After);
}

// A word is right if it is said in one of its ways. Sounds are compared with the way that is closest.
static void Report(string name, ISpeaker model, Word[] words, Func<StepState, int[]> say)
{
    StepState state = model.NewState();
    Stopwatch clock = Stopwatch.StartNew();
    (int wrong, long edits, long sounds) = (0, 0, 0);
    foreach (Word word in words)
    {
        Reading.Begin(model, word.Spelling, state);
        int[] said = say(state);
        (int distance, int length) = word.Sounds.Select(way => (SequenceMetrics.EditDistance(said, way), way.Length)).Min();
        if (distance > 0) wrong++;
        edits += distance;
        sounds += length;
    }

    double milliseconds = clock.Elapsed.TotalMilliseconds / words.Length;
    (double ofSounds, double ofWords) = (100.0 * edits / sounds, 100.0 * wrong / words.Length);
    Console.WriteLine($"{name}: {ofSounds:0.00} % of sounds wrong, {ofWords:0.00} % of words; {milliseconds:0.00} ms a word");
}
